/** The order of the trials of a phase: random, and balanced so that a drift of the machine touches all cells equally. */
import { type Random, shuffle } from '../stats/random.ts';

export interface Ordering<Cell> {
  /** How often each cell is measured. */
  trials(cell: Cell): number;
  /** Cells of one group are compared with each other, so they stand side by side. */
  group(cell: Cell): string;
}

/**
 * Rounds, mirrored around the middle (ABBA BAAB over any number of cells): each round holds every cell that still
 * has trials left, group by group, in an order of its own; the second half repeats the first one backwards, so
 * that a linear drift cancels. A cell with an odd number of trials has its last one in the middle.
 *
 * Many short rounds beat few long ones: the speed of a shared machine wanders over seconds, and what is measured
 * side by side wanders together.
 */
export function balancedOrder<Cell>(random: Random, cells: Cell[], { trials, group }: Ordering<Cell>): Cell[] {
  const round = (some: Cell[]) =>
    shuffle(random, [...Map.groupBy(some, group).values()]).flatMap((one) => shuffle(random, one));
  const most = Math.max(0, ...cells.map(trials));
  const firstHalf = Array.from({ length: Math.floor(most / 2) }, (_, n) =>
    round(cells.filter((cell) => Math.floor(trials(cell) / 2) > n)),
  ).flat();
  const middle = round(cells.filter((cell) => trials(cell) % 2 === 1));
  return [...firstHalf, ...middle, ...firstHalf.toReversed()];
}
