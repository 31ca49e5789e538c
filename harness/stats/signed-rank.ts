/**
 * The Hodges-Lehmann estimate and the interval that belongs to Wilcoxon's signed-rank test: where block values lie when
 * nothing but the symmetry of their errors is assumed (Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods",
 * 3rd edition, sections 3.2 and 3.3).
 *
 * Values equal to each other or to zero need no special rule here: an interval, unlike the test, drops nothing. Every value
 * enters every Walsh average, and ties can only raise the coverage above `level`.
 */
import { median } from './quantiles.ts';

/** A Hodges-Lehmann estimate; the bounds are null when there are too few values for the level: below 6 for 95 %. */
export interface SignedRankInterval {
  /** In the values' unit, like the bounds. */
  value: number;
  low: number | null;
  high: number | null;
}

/** The n (n + 1) / 2 means of two values, each value also with itself (Walsh 1949), in increasing order. */
export function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let next = 0;
  for (const [index, value] of values.entries()) {
    // Halved before the sum, which could overflow.
    for (let other = index; other < values.length; other++)
      averages[next++] = value / 2 + (values[other] as number) / 2;
  }
  return averages.sort();
}

/**
 * The median of the Walsh averages (Hodges & Lehmann, Annals of Mathematical Statistics 34, 1963) with the exact interval
 * at `level` (0 < level < 1): every centre that the two-sided signed-rank test does not reject. Its ends are the k-th smallest and the k-th largest Walsh average, where k is the
 * largest with P(W+ < k) <= (1 - level) / 2.
 *
 * Throws RangeError for no values, for one that is not finite and for another level.
 */
export function signedRankInterval(values: readonly number[], level: number): SignedRankInterval {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const averages = walshAverages(values);
  const value = median(averages);
  const k = averagesOutside((1 - level) / 2, values.length);
  if (k === 0) return { value, low: null, high: null };
  return { value, low: averages[k - 1] as number, high: averages[averages.length - k] as number };
}

/** The largest k with P(W+ < k) <= tail. */
function averagesOutside(tail: number, n: number): number {
  let [k, below] = [0, 0];
  for (const probability of signedRankDistribution(n)) {
    below += probability;
    if (below > tail) break;
    k++;
  }
  return k;
}

/**
 * P(W+ = w) for w = 0 .. n (n + 1) / 2, where W+ is the sum of the ranks 1 .. n of the positive values and each sign is a
 * fair coin: rank by rank, every sum either gains the rank or does not. The probabilities are multiples of 2^-n, so up to
 * n = 50 they and their sums are exact; beyond, they round in the 16th digit.
 */
export function signedRankDistribution(n: number): Float64Array {
  const probabilities = new Float64Array((n * (n + 1)) / 2 + 1);
  probabilities[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum--) {
      const without = probabilities[sum] as number;
      const including = sum >= rank ? (probabilities[sum - rank] as number) : 0;
      probabilities[sum] = (without + including) / 2;
    }
  }
  return probabilities;
}
