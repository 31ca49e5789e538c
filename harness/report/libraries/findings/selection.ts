/** Finding the libraries of a run, and the numbers of one. */

import type { LibrariesResults, Library, LibraryCost, OperationCounts } from '../../../results/libraries.ts';
import { FIELDS, type FieldName, OPERATIONS, type OperationName } from '../../../results/library-names.ts';
import { STACKS, type StackName } from '../../../results/names.ts';
import type { NamedValue } from '../words/name-lists.ts';

/** The libraries of a field. */
export interface FieldLibraries {
  field: FieldName;
  /** All that the plan names, also those that have no number. */
  libraries: readonly Library[];
  /** The one that says most of the field first. */
  operations: readonly [OperationName, ...OperationName[]];
  stacks: readonly StackName[];
}

/** The libraries of one stack that sentences are made of. */
export interface Chosen extends Pick<FieldLibraries, 'field' | 'operations' | 'libraries'> {
  /** Absent where it could not be installed. */
  reference: Library | undefined;
}

/** The fields that the run has libraries of. */
export function fieldsOf({ libraries }: LibrariesResults): FieldLibraries[] {
  const present = FIELDS.filter((field) => libraries.some((one) => one.field === field));
  return present.map((field) => {
    const own = libraries.filter((one) => one.field === field);
    const stacks = STACKS.filter((stack) => own.some((one) => one.stack === stack));
    return { field, libraries: own, operations: OPERATIONS[field], stacks };
  });
}

export const ofStack = ({ libraries }: Pick<FieldLibraries, 'libraries'>, stack: StackName): Library[] =>
  libraries.filter((one) => one.stack === stack);

export const isInstalled = ({ install }: Library): boolean => install === 'installed';

/** Whether its answers were not those of the others. */
export const isUnlike = ({ answers }: Library): boolean => typeof answers === 'object';

export const referenceOf = (libraries: readonly Library[]): Library | undefined =>
  libraries.find(({ reference }) => reference);

export const countsOf = (
  { counts }: Library,
  operation: OperationName,
  when: OperationCounts['when'],
): OperationCounts | undefined => counts.find((one) => one.operation === operation && one.when === when);

export const costOf = (
  { costs }: Library,
  operation: OperationName,
  metric: LibraryCost['metric'],
): LibraryCost | undefined => costs.find((one) => one.operation === operation && one.metric === metric);

/** The largest over all operations: memory is not given back, and a start is measured once. */
export function largestCost({ costs }: Library, metric: LibraryCost['metric']): LibraryCost | undefined {
  const own = costs.filter((one) => one.metric === metric);
  return own.toSorted((one, other) => other.value - one.value)[0];
}

/** The number of every library that has it. */
export const namedValues = (
  libraries: readonly Library[],
  find: (library: Library) => number | undefined,
): NamedValue[] =>
  libraries.flatMap((library) => {
    const value = find(library);
    return value === undefined ? [] : [{ title: library.title, value }];
  });

/** What an operation is counted in: round trips to PostgreSQL, or calls to the external API. */
export type CauseKey = 'round_trips' | 'calls';

export const CAUSES: Partial<Record<FieldName, CauseKey>> = { database: 'round_trips', batching: 'calls' };

/** How much an operation causes in a process that has served others; undefined where nothing is counted. */
export function causedBy(library: Library, operation: OperationName): number | undefined {
  const cause = CAUSES[library.field];
  return cause && countsOf(library, operation, 'warm')?.[cause];
}
