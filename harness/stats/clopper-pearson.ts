/** The exact interval of a share: how many of n requests were served, how many of n simulated intervals covered. */
import { betaQuantile } from './beta-quantile.ts';

/** A share of successes with its interval, all 0 .. 1. */
export interface ShareInterval {
  share: number;
  low: number;
  high: number;
}

/**
 * The share of `successes` in `trials` with the interval of Clopper & Pearson, Biometrika 26(4), 1934, which covers at
 * least `level` (0 < level < 1) whatever the true share. Its ends are beta quantiles (Brown, Cai & DasGupta, "Interval
 * estimation for a binomial proportion", Statistical Science 16(2), 2001, section 4.2.1).
 *
 * Throws RangeError for counts that are not integers with 0 <= successes <= trials, no trials, and another level.
 */
export function clopperPearson(successes: number, trials: number, level: number): ShareInterval {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  if (
    !(Number.isInteger(successes) && Number.isInteger(trials) && trials > 0 && successes >= 0 && successes <= trials)
  ) {
    throw new RangeError(`${successes} successes in ${trials} trials`);
  }
  const tail = (1 - level) / 2;
  return {
    share: successes / trials,
    low: lowest(successes, trials, tail),
    // What is not a success is a failure: the largest share of one leaves the smallest of the other.
    high: 1 - lowest(trials - successes, trials, tail),
  };
}

/** The smallest share that gives at least so many successes with probability `tail`. */
function lowest(successes: number, trials: number, tail: number): number {
  return successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1);
}
