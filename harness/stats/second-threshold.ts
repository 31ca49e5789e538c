/**
 * When a secondary metric fails the gate although nobody asked it to: where its whole interval lies beyond a second, wider
 * threshold. Time, capacity and memory err more than CPU, and one diff has dozens of them; but what is this far away is no
 * accident. What the constants give in power and false alarms stands in README.md and comes from `make bench-verdicts`.
 */
import type { Beyond } from '../results/schema.ts';
import { MIN_BLOCKS, meanInterval } from './interval.ts';
import { mean } from './quantiles.ts';

export interface SecondThresholdRule {
  /** The second threshold is so many times delta. */
  factor: number;
  /** The level of the two-sided Student interval over all blocks. */
  level: number;
  /** Fewer blocks than these never fail the gate. */
  blocks: number;
}

/** The rule in use. It asks for nothing but blocks of base beside head, however many a diff came to. */
export const SECOND_THRESHOLD: SecondThresholdRule = { factor: 5, level: 0.99, blocks: MIN_BLOCKS };

/**
 * What lies beyond which threshold (0.25 is 25 % worse); undefined where the interval of the blocks does not.
 * @param changes as `logChanges` gives them, one per block, above 0 for worse.
 * @param delta the smallest relative change that matters: 0.05 is 5 %.
 * @throws RangeError for a change that is not finite.
 */
export function beyondSecondThreshold(
  changes: readonly number[],
  delta: number,
  { factor, level, blocks }: SecondThresholdRule = SECOND_THRESHOLD,
): Beyond | undefined {
  if (!changes.every(Number.isFinite)) throw new RangeError('a change is not finite');
  const least = Math.log1p(factor * delta);
  // Most metrics of most diffs end here, without a quantile of Student's t.
  if (changes.length < Math.max(blocks, MIN_BLOCKS) || mean(changes) <= least) return undefined;
  const { low } = meanInterval(changes, level);
  return low !== null && low > least ? { threshold: factor * delta, level, blocks: changes.length } : undefined;
}
