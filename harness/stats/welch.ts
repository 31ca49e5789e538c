/**
 * Welch's comparison of two means: of independent samples, whose variances need not be equal (B. L. Welch, "The
 * generalization of 'Student's' problem when several different population variances are involved", Biometrika 34, 1947),
 * with the degrees of freedom of F. E. Satterthwaite ("An approximate distribution of estimates of variance components",
 * Biometrics Bulletin 2, 1946). It is for blocks of two runs, which do not pair: block 3 of the one shared no state of the
 * machine with block 3 of the other.
 */
import { mean } from './quantiles.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';
import { sampleVariance } from './variance.ts';

export interface WelchComparison {
  /** mean(one) - mean(other), with the ends of its interval, in the values' unit. */
  difference: number;
  low: number;
  high: number;
  /** Two-sided: how surprising such a difference would be if there were none. */
  p: number;
}

/**
 * @param level of the interval, between 0 and 1.
 * Values without any spread in either sample have an interval without width, and a p of 0 or 1.
 * Throws RangeError for fewer than two values, for one that is not finite, and for a level outside 0 .. 1.
 */
export function welch(one: readonly number[], other: readonly number[], level: number): WelchComparison {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const [a, b] = [sampleVariance(one) / one.length, sampleVariance(other) / other.length];
  const error = Math.sqrt(a + b);
  // Without spread a mean is the value itself, of which the rounding of a sum would leave a trace.
  const difference = error === 0 ? (one[0] as number) - (other[0] as number) : mean(one) - mean(other);
  if (error === 0) return { difference, low: difference, high: difference, p: difference === 0 ? 1 : 0 };
  const df = (a + b) ** 2 / (a ** 2 / (one.length - 1) + b ** 2 / (other.length - 1));
  const halfWidth = studentTQuantile(1 - (1 - level) / 2, df) * error;
  return {
    difference,
    low: difference - halfWidth,
    high: difference + halfWidth,
    p: 2 * studentTCdf(-Math.abs(difference) / error, df),
  };
}
