/** How many blocks the time budget of a diff allows: planned before the first one, fewer where it runs short. Pure. */
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
  const suspects = suspectsAmong(costs);
  for (let screening = MOST_SCREENING; screening > LEAST_BLOCKS.screening_blocks; screening--) {
    const blocks = { screening_blocks: screening, fresh_blocks: freshFor(screening) };
    if (costOf(blocks, costs, suspects) <= budgetMs) return blocks;
  }
  return leastBudgetMs(costs) <= budgetMs ? LEAST_BLOCKS : null;
}

const suspectsAmong = ({ suspectMs }: Pick<DiffCosts, 'suspectMs'>): number =>
  Math.max(1, Math.round(SUSPECTED_SHARE * suspectMs.length));

/** Screening and fresh blocks grow in step. */
export const freshFor = (screening: number): number =>
  Math.floor((screening * LEAST_BLOCKS.fresh_blocks) / LEAST_BLOCKS.screening_blocks);

/** With the dearest cells as suspects. */
function costOf({ screening_blocks, fresh_blocks }: Blocks, costs: DiffCosts, suspects: number): number {
  return costs.setupMs + screening_blocks * costs.screeningMs + fresh_blocks * dearestMs(costs, suspects);
}

function dearestMs({ suspectMs }: Pick<DiffCosts, 'suspectMs'>, suspects: number): number {
  const dearest = suspectMs.toSorted((one, other) => other - one).slice(0, suspects);
  return dearest.reduce((sum, ms) => sum + ms, 0);
}

/**
 * Whether one more screening block still leaves time for the fresh ones that go with as many: a machine can turn out
 * slower than planned for. The fewest that a verdict rests on always have time.
 * @param blocks already screened; how many is decided by time alone, never by what they show.
 */
export function hasTimeToScreen(blocks: number, costs: Omit<DiffCosts, 'setupMs'>, leftMs: number): boolean {
  if (blocks < LEAST_BLOCKS.screening_blocks) return true;
  return costs.screeningMs + freshFor(blocks + 1) * dearestMs(costs, suspectsAmong(costs)) <= leftMs;
}

/** Whether a fresh block that takes as long as the earlier ones did on average ends in time. */
export function hasTimeForFresh(blocks: number, tookMs: number, leftMs: number): boolean {
  return blocks < LEAST_BLOCKS.fresh_blocks || tookMs / blocks <= leftMs;
}
