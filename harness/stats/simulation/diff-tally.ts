/** What simulated diffs come to, by either rule. Only the first cell has an effect, where there is one. */

/** Counts over all runs. */
export interface DiffTally {
  runs: number;
  /** Runs that called the first cell a regression. */
  found: number;
  /** Runs that called the first cell "no change". */
  overlooked: number;
  /** Runs that called any cell without an effect a regression. */
  falseRed: number;
  /** Cells without an effect that were called "no change", of how many. */
  unchanged: number;
  withoutEffect: number;
  /** Blocks of the first cell, and of all cells, that were measured until each was judged. */
  firstBlocks: number;
  cellBlocks: number;
}

export const emptyTally = (runs: number): DiffTally => ({
  runs,
  found: 0,
  overlooked: 0,
  falseRed: 0,
  unchanged: 0,
  withoutEffect: 0,
  firstBlocks: 0,
  cellBlocks: 0,
});

/** Adds one run. @param verdicts and `blocks`: one per cell; undefined for a cell that nothing decided. */
export function addRun(
  tally: DiffTally,
  verdicts: readonly (string | undefined)[],
  blocks: readonly number[],
  effect: number,
): void {
  const others = effect === 0 ? verdicts : verdicts.slice(1);
  if (verdicts[0] === 'regression') tally.found++;
  if (verdicts[0] === 'no change') tally.overlooked++;
  if (others.includes('regression')) tally.falseRed++;
  tally.unchanged += others.filter((verdict) => verdict === 'no change').length;
  tally.withoutEffect += others.length;
  tally.firstBlocks += blocks[0] ?? 0;
  tally.cellBlocks += blocks.reduce((sum, each) => sum + each, 0);
}
