/** An interval of a quantile that assumes nothing of the distribution: two of the values themselves. */
import { regularizedIncompleteBeta } from './incomplete-beta.ts';
import { quantile } from './quantiles.ts';

/** A sample quantile with its interval, in the values' unit; a bound is null when no value is extreme enough for it. */
export interface QuantileInterval {
  value: number;
  low: number | null;
  high: number | null;
}

/**
 * The p-quantile (0 < p < 1) with an interval of at least `level` (0 < level < 1). The number of values below the true
 * quantile is binomial (n, p), so that order statistics bound it (Conover, "Practical Nonparametric Statistics", 3rd
 * edition, section 3.2). The values must be independent: requests of one trial are not, blocks are.
 * Between two order statistics `value` interpolates and the bounds do not: at an extreme p of a handful of values it can lie
 * just beyond one.
 *
 * Throws RangeError for no values, for one that is not finite, and for another p or level.
 */
export function quantileInterval(values: readonly number[], p: number, level: number): QuantileInterval {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  if (!(p > 0 && p < 1)) throw new RangeError(`quantile ${p} is not between 0 and 1`);
  const value = quantile(values, p);
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - level) / 2;
  const below = binomialQuantile(sorted.length, p, (cumulative) => cumulative >= tail);
  const above = binomialQuantile(sorted.length, p, (_, remaining) => remaining <= tail);
  return { value, low: sorted[below - 1] ?? null, high: sorted[above] ?? null };
}

/** The smallest k for which P(X <= k) and P(X > k) fulfil the condition, X binomial (n, p). By bisection: both are monotone. */
function binomialQuantile(n: number, p: number, isEnough: (cumulative: number, remaining: number) => boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const k = Math.floor((low + high) / 2);
    // P(X <= k) = I_(1-p)(n - k, k + 1) (DLMF 8.17.5); either side is computed by itself to keep the digits of a small one.
    const cumulative = regularizedIncompleteBeta(n - k, k + 1, 1 - p, p);
    const remaining = regularizedIncompleteBeta(k + 1, n - k, p, 1 - p);
    if (isEnough(cumulative, remaining)) high = k;
    else low = k + 1;
  }
  return low;
}
