/**
 * By how much arrivals clump: variance / mean of the requests that are under way when none has to wait. It is 1 for a
 * Poisson process, below for arrivals that keep their distance and above for bursts. Here for exponential hold times, as
 * everywhere around Erlang C (A. E. Eckberg, "Generalized peakedness of teletraffic processes", Proc. 10th International
 * Teletraffic Congress, 1983).
 */
import { BURST_SPEED, MEAN_BURST } from '../../load/schedule.ts';
import type { ArrivalsName } from '../../results/tune.ts';

/**
 * The peakedness of the arrivals that harness/load/schedule.ts makes.
 * @param ratePerS > 0.
 * @param holdMs how long one of them lasts on average, > 0.
 */
export function peakedness(arrivals: ArrivalsName, ratePerS: number, holdMs: number): number {
  const gaps = holdMs / (1_000 / ratePerS);
  if (arrivals === 'poisson') return 1;
  // Of the queue D/M/∞: 1 / (1 - e^(-gap / hold)) - hold / gap. From 1 (they never meet) down to 1/2.
  if (arrivals === 'steady') return 1 / -Math.expm1(-1 / gaps) - gaps;
  // One that lasts meets its successors in the burst: the k-th exists with probability (1 - 1/mean)^k and comes k steps
  // later. From 1 (a burst is over before the next request) up to the mean size of a burst.
  return 1 / (1 - (1 - 1 / MEAN_BURST) * Math.exp(-1 / (gaps * BURST_SPEED)));
}
