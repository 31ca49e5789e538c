/** The variants that a run counts and does not time, beside the timed ones: what a request of each causes. */
import type { Cell, CountedCell, Inspection, PatternResult, StackName } from '../../results/schema.ts';
import { counted, STACK_TITLES, statedQuantity } from '../kit/format.ts';
import { type Column, tableOf } from '../kit/tables.ts';

export const OTHER_WAYS = 'Other ways to do it';

type Counted = [stack: StackName, cell: Pick<Cell | CountedCell, 'variant' | 'inspection'>, what: string];

const COLUMNS: Column<Counted>[] = [
  ['stack', ([stack]) => STACK_TITLES[stack]],
  ['variant', ([, { variant }]) => `\`${variant}\``],
  ['what it is', ([, , what]) => what],
  ['round trips', ([, { inspection }]) => countText(inspection, 'round_trips')],
  ['new connections', ([, { inspection }]) => countText(inspection, 'connections')],
  ['statements', ([, { inspection }]) => countText(inspection, 'statements')],
];

/** A table in which names of variants stand in backticks, and notes; null for a pattern that has none in these stacks. */
export function otherWays(pattern: PatternResult, stacks: readonly StackName[]) {
  if (otherVariants(pattern).size === 0) return null;
  const all = stacks.flatMap((stack): Counted[] => {
    const { cells = [], counted: others = [] } = pattern.stacks[stack] ?? {};
    return [
      ...cells.map((cell): Counted => [stack, cell, 'timed above']),
      ...others.map((cell): Counted => [stack, cell, cell.what]),
    ];
  });
  const passes = all.flatMap(([, { inspection }]) => (inspection ? [`Per request, over ${inspection.how}`] : []));
  return {
    table: tableOf(`Counts per request of each: ${pattern.title}`, all, COLUMNS, [3]),
    notes: [...new Set(passes), ...all.flatMap(leftBehind)],
  };
}

/** The names of the variants that are not timed, in either stack. */
export function otherVariants({ stacks }: PatternResult): ReadonlySet<string> {
  return new Set(Object.values(stacks).flatMap(({ counted: others = [] }) => others.map(({ variant }) => variant)));
}

/** One line per stack for a terminal: the round trips of every way. */
export function otherWaysLines(pattern: PatternResult, stacks: readonly StackName[]): string[] {
  return stacks.flatMap((stack) => {
    const { cells = [], counted: others = [] } = pattern.stacks[stack] ?? {};
    if (others.length === 0) return [];
    const trips = [...cells, ...others].map(
      ({ variant, inspection }) => `${variant} ${countText(inspection, 'round_trips')}`,
    );
    return [`${STACK_TITLES[stack]}, round trips per request: ${trips.join(', ')}`];
  });
}

/** Counts are exact, so they are shown without the zeros that tell how precisely something was read. */
function countText(inspection: Inspection | undefined, name: keyof Inspection['counts']): string {
  const count = inspection?.counts[name];
  return count === undefined ? 'not counted' : statedQuantity(count, 'count');
}

/** Connections that nobody closed; a pool keeps its own on purpose. */
function leftBehind([stack, { variant, inspection }]: Counted): string[] {
  const { sessions_left = 0, requests = 0 } = inspection ?? {};
  if (sessions_left === 0 || variant.startsWith('after')) return [];
  const left = `${counted(sessions_left, 'connection')} left behind after ${counted(requests, 'request')}`;
  return [`${STACK_TITLES[stack]} \`${variant}\`: ${left}; the garbage collector decides when they are closed`];
}
