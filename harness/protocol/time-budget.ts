/**
 * `--time-budget`: a pilot of a few blocks of every pattern, then the rest of the time where intervals are widest. Decided
 * once, before the blocks it is about, and from spreads and times alone; all planned blocks then run, whatever they show.
 */
import {
  BEST,
  type FinishedPhase,
  type PatternName,
  type PatternResult,
  type RunHeader,
  type Sample,
  type Sizes,
  type TimeBudget,
} from '../results/schema.ts';
import { allocateBlocks } from '../stats/allocation.ts';
import { mean } from '../stats/quantiles.ts';
import { sampleVariance } from '../stats/variance.ts';
import { AROUND_MS } from './describe-plan.ts';
import { expectedMs, makePlan, type PlanOptions, planOf, SERVICES_START_MS } from './plan.ts';
import { summarize } from './summarize.ts';

/** The fewest blocks that have an interval. */
export const PILOT_BLOCKS = 3;

/** The least budget that holds the pilot, as far as can be told beforehand, in ms. */
export function leastBudgetMs(options: Omit<PlanOptions, 'blocks'>, sizes: Sizes): number {
  const pilot = makePlan({ ...options, blocks: PILOT_BLOCKS });
  return pilot.reduce((sum, planned) => sum + expectedMs(planned, sizes), AROUND_MS);
}

/**
 * The blocks of each pattern, those of the pilot included.
 * @param leftMs what is left of the budget for more blocks; the pilot's blocks stay also when it is less than nothing.
 */
export function spreadBudget(
  header: RunHeader,
  pilot: { samples: Sample[]; phases: FinishedPhase[] },
  leftMs: number,
): Pick<TimeBudget, 'blocks' | 'spread_ms'> {
  const { patterns } = summarize(header, pilot.samples, {
    finished_at: header.started_at,
    status: 'partial',
    status_reason: null,
  });
  const pilots = patterns.map((result) => ({
    sd: headlineSd(result),
    blockMs: blockMs(pilot.phases, result.pattern) + startMs(header, result.pattern),
  }));
  const added = allocateBlocks(pilots, header.blocks, leftMs);
  return {
    blocks: Object.fromEntries(patterns.map(({ pattern }, index) => [pattern, header.blocks + (added[index] ?? 0)])),
    spread_ms: Math.max(0, Math.round(leftMs)),
  };
}

/**
 * Standard deviation between blocks of the log of the headline's gain: that of the widest, where stacks and variants
 * differ; the best way, which is shown beside them, asks for no blocks. 0 for a pattern of which no gain could be measured: more blocks would show no more.
 */
export function headlineSd({ headline, stacks }: Pick<PatternResult, 'headline' | 'stacks'>): number {
  const gains = Object.values(stacks).flatMap(({ gains }) =>
    gains.filter(({ metric, kind, variant }) => metric === headline && kind === 'ratio' && variant !== BEST),
  );
  const sds = gains.map(({ estimate }) =>
    estimate === null || estimate.n < 2 ? 0 : Math.sqrt(sampleVariance(estimate.blocks.map(Math.log))),
  );
  return Math.max(0, ...sds);
}

/** What a block of a pattern took: all its phases, the start of services and warm-up included. */
function blockMs(phases: readonly FinishedPhase[], name: PatternName): number {
  const byBlock = Map.groupBy(
    phases.filter(({ pattern }) => pattern === name),
    ({ block }) => block,
  );
  return mean([...byBlock.values()].map((parts) => parts.reduce((sum, { ms }) => sum + ms, 0)));
}

/** What a block of it takes longer without those patterns whose services it went on with in the pilot. */
function startMs(header: RunHeader, name: PatternName): number {
  const first = planOf(header).filter(({ block, pattern }) => block === 0 && pattern === name);
  return first.some(({ continues }) => continues) ? SERVICES_START_MS : 0;
}
