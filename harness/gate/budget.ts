/** How many blocks the time budget of a diff allows; fixed before the first one. Pure. */
import type { DiffPlan } from '../results/schema.ts';
import { DELTAS, verdictRule } from '../stats/verdict.ts';

/** What the parts of a diff are expected to take, in ms. */
export interface DiffCosts {
  /** Everything around the blocks: set-up, counting, reports. */
  setupMs: number;
  /** One screening block of every cell. */
  screeningMs: number;
  /** One fresh block of a single cell, for each cell. */
  suspectMs: readonly number[];
}

type Blocks = Pick<DiffPlan, 'screening_blocks' | 'fresh_blocks'>;

const RULE = verdictRule(DELTAS.cost);
/** The fewest that the verdicts rest on. */
export const LEAST_BLOCKS: Blocks = {
  screening_blocks: RULE.screening.blocks,
  fresh_blocks: RULE.confirmation.blocks,
};
/** With 12 + 28 a change of 5 % is found in nine of ten diffs even where a block errs by 5 %; what is slower than that is not the machine. */
const MOST_SCREENING = 12;
/** Of the cells, those for which time is kept: about as many look suspicious by chance where blocks err by 3 %. */
const SUSPECTED_SHARE = 0.2;

/** The least budget with which anything can be found: the fewest blocks of every cell, and fresh ones of the dearest. */
export const leastBudgetMs = (costs: DiffCosts): number => Math.ceil(costOf(LEAST_BLOCKS, costs, 1));

/**
 * As many blocks as fit, screening and fresh ones growing in step (5 + 12, 6 + 14 … 12 + 28), with time kept for the
 * suspects to expect; with the least of them, for a single one. Null below leastBudgetMs.
 */
export function planBudget(costs: DiffCosts, budgetMs: number): Blocks | null {
  const suspects = Math.max(1, Math.round(SUSPECTED_SHARE * costs.suspectMs.length));
  for (let screening = MOST_SCREENING; screening > LEAST_BLOCKS.screening_blocks; screening--) {
    const blocks = { screening_blocks: screening, fresh_blocks: freshFor(screening) };
    if (costOf(blocks, costs, suspects) <= budgetMs) return blocks;
  }
  return leastBudgetMs(costs) <= budgetMs ? LEAST_BLOCKS : null;
}

const freshFor = (screening: number): number =>
  Math.floor((screening * LEAST_BLOCKS.fresh_blocks) / LEAST_BLOCKS.screening_blocks);

/** With the dearest cells as suspects. */
function costOf(
  { screening_blocks, fresh_blocks }: Blocks,
  { setupMs, screeningMs, suspectMs }: DiffCosts,
  suspects: number,
) {
  const dearest = suspectMs.toSorted((one, other) => other - one).slice(0, suspects);
  return setupMs + screening_blocks * screeningMs + fresh_blocks * dearest.reduce((sum, ms) => sum + ms, 0);
}
