/** How many blocks the time budget of a diff allows, planned before the first one. Pure. */
import { MOST_BLOCKS } from '../stats/sequential.ts';

/** What the parts of a diff are expected to take, in ms. */
export interface DiffCosts {
  /** Everything around the blocks: set-up, counting, reports. */
  setupMs: number;
  /** One block of every cell. */
  blockMs: number;
  /** One block of a single cell, for each cell. */
  cellMs: readonly number[];
}

/** With fewer hardly anything is decided: the first look alone finds changes of a third, on a quiet machine. */
export const LEAST_BLOCKS = 6;
/** Blocks of every cell, after which most cells of a quiet machine are decided. */
const SHARED_BLOCKS = 6;
/** The share of the cells, the dearest ones, for which more blocks are planned. */
const UNDECIDED_SHARE = 1 / 3;

/** The least budget with which a diff begins. */
export const leastBudgetMs = ({ setupMs, blockMs }: DiffCosts): number => Math.ceil(setupMs + LEAST_BLOCKS * blockMs);

/**
 * The most blocks that a cell may get: those that fit where a third of the cells stay undecided. With a single cell, as many
 * as fit. At least `LEAST_BLOCKS`, whatever fits: the plan must not promise less because the set-up was slow.
 */
export function planMostBlocks({ setupMs, blockMs, cellMs }: DiffCosts, budgetMs: number): number {
  const leftMs = budgetMs - setupMs;
  const undecided = Math.max(1, Math.round(UNDECIDED_SHARE * cellMs.length));
  const laterMs = cellMs
    .toSorted((one, other) => other - one)
    .slice(0, undecided)
    .reduce((sum, ms) => sum + ms, 0);
  const together = Math.min(SHARED_BLOCKS, Math.floor(leftMs / blockMs));
  const later = Math.floor((leftMs - together * blockMs) / laterMs);
  return Math.max(LEAST_BLOCKS, Math.min(MOST_BLOCKS, together < SHARED_BLOCKS ? together : together + later));
}
