/** What the picture of an operation shows: the CPU of every library as a multiple of the reference, by what it causes. */

import type { Library } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import type { StackName } from '../../../results/names.ts';
import { counted, gainIntervalOf, STACK_TITLES, times } from '../../kit/format.ts';
import {
  CAUSES,
  type CauseKey,
  costOf,
  countsOf,
  type FieldLibraries,
  isInstalled,
  isUnlike,
  ofStack,
  referenceOf,
} from '../findings/selection.ts';
import { operationNoun } from '../words/names.ts';

export interface CostMark {
  name: string;
  title: string;
  isReference: boolean;
  /** The ratio; null where it was not measured. */
  value: number | null;
  low: number | null;
  high: number | null;
  label: string;
}

/** Libraries that cause the same, the cheapest first. */
export interface CostGroup {
  /** "3 round trips"; null in a field where nothing is counted. */
  title: string | null;
  cause: number | null;
  marks: CostMark[];
}

export interface CostPanel {
  stack: StackName;
  groups: CostGroup[];
  description: string;
}

export interface CostData {
  /** What was asked: "a read by key". */
  operation: string;
  panels: CostPanel[];
  /** That of all panels, so that they can be compared by eye. */
  domain: [number, number];
}

/** Null where no ratio was measured. */
export function costData(field: FieldLibraries, operation: OperationName): CostData | null {
  const panels = field.stacks.map((stack) => panelOf(field, operation, stack)).filter((panel) => panel !== null);
  const values = panels.flatMap(({ groups }) =>
    groups.flatMap(({ marks }) =>
      marks.flatMap(({ value, low, high }) => [value, low, high].flatMap((one) => one ?? [])),
    ),
  );
  if (values.length === 0) return null;
  return { operation: operationNoun(operation), panels, domain: [Math.min(0.9, ...values), Math.max(2, ...values)] };
}

/** Null where nothing is to be compared. */
function panelOf(field: FieldLibraries, operation: OperationName, stack: StackName): CostPanel | null {
  const libraries = ofStack(field, stack).filter((library) => isInstalled(library) && !isUnlike(library));
  const reference = referenceOf(libraries);
  const marks = libraries.map((library) => ({ library, mark: markOf(library, operation) }));
  if (reference === undefined || marks.every(({ mark }) => mark.value === null)) return null;
  const cause = CAUSES[field.field];
  const causes = Map.groupBy(marks, ({ library }) => (cause && countsOf(library, operation, 'warm')?.[cause]) ?? null);
  const groups = [...causes]
    .map(([count, all]) => ({
      title: causeTitle(count, cause),
      cause: count,
      marks: all.map(({ mark }) => mark).toSorted(byCost),
    }))
    .toSorted((one, other) => (one.cause ?? Number.POSITIVE_INFINITY) - (other.cause ?? Number.POSITIVE_INFINITY));
  return {
    stack,
    groups,
    description: `${STACK_TITLES[stack]}, CPU of ${operationNoun(operation)} as a multiple of that of ${reference.title}: ${groups.map(groupText).join('. ')}.`,
  };
}

function markOf(library: Library, operation: OperationName): CostMark {
  const { name, title, reference: isReference } = library;
  const cost = costOf(library, operation, 'cpu');
  const named = { name, title, isReference };
  if (isReference && cost !== undefined) return { ...named, value: 1, low: null, high: null, label: '1' };
  if (cost?.ratio === undefined) return { ...named, value: null, low: null, high: null, label: 'not measured' };
  const { value, low, high } = cost.ratio;
  return { ...named, value, low, high, label: times(value) };
}

const byCost = (one: CostMark, other: CostMark): number =>
  (one.value ?? Number.POSITIVE_INFINITY) - (other.value ?? Number.POSITIVE_INFINITY);

const NOUNS: Record<CauseKey, string> = { round_trips: 'round trip', calls: 'call' };

function causeTitle(count: number | null, cause: CauseKey | undefined): string | null {
  if (cause === undefined) return null;
  return count === null ? 'not counted' : counted(count, NOUNS[cause]);
}

function groupText({ title, marks }: CostGroup): string {
  const each = marks.map((mark) => `${mark.title} ${mark.label}${intervalText(mark)}`).join('; ');
  return title === null ? each : `${title}: ${each}`;
}

function intervalText({ value, low, high }: CostMark): string {
  if (value === null) return '';
  const range = gainIntervalOf({ value, low, high }, 'ratio', 'count');
  return range === null ? '' : ` (${range})`;
}
