/** The ratio of two speed-ups whose blocks do not pair: two runs, or two machines. */
import type { Estimate } from '../results/schema.ts';
import { mean } from './quantiles.ts';
import { studentTQuantile } from './student-t.ts';
import { standardError } from './variance.ts';

/**
 * How many times larger the gains are than the other gains, each as a geometric mean over its own blocks, with Welch's
 * interval of the difference of mean logarithms: unequal variances, degrees of freedom by Satterthwaite (Welch, "The
 * generalization of 'Student's' problem when several different population variances are involved", Biometrika 34, 1947).
 *
 * `n` is the smaller number of blocks; without pairs there is no value of a block. The bounds are null when a side has
 * fewer than 3. Where the blocks do pair, `ratioOfGains` is narrower, because what slowed both cancels.
 *
 * Throws RangeError for no values, for one that is not > 0 and for a level that is not between 0 and 1.
 */
export function unpairedRatioOfGains(gains: readonly number[], otherGains: readonly number[], level: number): Estimate {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const bad = [...gains, ...otherGains].find((gain) => !(gain > 0));
  if (bad !== undefined) throw new RangeError(`no ratio of ${bad}: every value must be > 0`);
  const sides = [gains, otherGains].map((side) => side.map(Math.log)) as [number[], number[]];
  const difference = mean(sides[0]) - mean(sides[1]);
  const n = Math.min(gains.length, otherGains.length);
  const estimate = { value: Math.exp(difference), level, n, blocks: [] };
  if (n < 3) return { ...estimate, low: null, high: null };
  const halfWidth = welchHalfWidth(sides, level);
  return { ...estimate, low: Math.exp(difference - halfWidth), high: Math.exp(difference + halfWidth) };
}

function welchHalfWidth([one, other]: [number[], number[]], level: number): number {
  const [a, b] = [standardError(one) ** 2, standardError(other) ** 2];
  if (a + b === 0) return 0;
  const df = (a + b) ** 2 / (a ** 2 / (one.length - 1) + b ** 2 / (other.length - 1));
  return studentTQuantile(1 - (1 - level) / 2, df) * Math.sqrt(a + b);
}
