/** What operations cause, in sentences without their capital letter and full stop. */
import type { OperationName } from '../../../results/library-names.ts';
import { groupsText, type NamedValue } from '../words/name-lists.ts';
import { CAUSE_NOUNS, operationNoun } from '../words/names.ts';
import { CAUSES, type Chosen, causedBy, namedValues } from './selection.ts';

interface Caused {
  operation: OperationName;
  values: NamedValue[];
  /** "takes 3 round trips with …". */
  takes: string;
}

/** Every operation that was counted. */
function caused({ field, libraries, operations }: Chosen): Caused[] {
  const cause = CAUSES[field];
  if (cause === undefined) return [];
  return operations.flatMap((operation) => {
    const values = namedValues(libraries, (library) => causedBy(library, operation));
    return values.length === 0 ? [] : [{ operation, values, takes: `takes ${groupsText(values, CAUSE_NOUNS[cause])}` }];
  });
}

export const causeFindings = (chosen: Chosen): string[] =>
  caused(chosen).map(({ operation, takes }) => `${operationNoun(operation)} ${takes}`);

/**
 * The operation whose count differs most from library to library,
 * @param isSecond whether a sentence about the first operation stands before it.
 */
export function mostUnequalCause(chosen: Chosen, isSecond: boolean): string | null {
  const [most] = caused(chosen).toSorted((one, other) => apart(other.values) - apart(one.values));
  if (most === undefined) return null;
  return isSecond && most.operation === chosen.operations[0]
    ? `it ${most.takes}`
    : `${operationNoun(most.operation)} ${most.takes}`;
}

function apart(values: readonly NamedValue[]): number {
  const all = values.map(({ value }) => value);
  return Math.max(...all) / Math.max(1, Math.min(...all));
}

/** With what belongs to connecting. */
export function firstFinding({ field, libraries }: Chosen): string | null {
  if (field !== 'database') return null;
  const first = (of: 'round_trips' | 'connections') =>
    namedValues(libraries, ({ counts }) => counts.find(({ when }) => when === 'first')?.[of]);
  const trips = first('round_trips');
  if (trips.length === 0) return null;
  const several = first('connections').filter(({ value }) => value > 1);
  const on = several.map(({ title, value }) => `${value.toLocaleString('en-US')} with ${title}`).join(', ');
  const also = several.length === 0 ? '' : `, and opens more than one connection: ${on}`;
  return `the first operation of a process takes ${groupsText(trips, 'round trip')}, those of connecting included${also}`;
}
