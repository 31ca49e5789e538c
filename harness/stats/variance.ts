/** The spread of block values. */
import { mean } from './quantiles.ts';

/**
 * The sample variance, sum (x - mean)^2 / (n - 1), in the values' unit squared; exactly 0 when all values are equal, where
 * the rounding of the mean would leave a trace. Throws RangeError for fewer than two values and for one that is not finite.
 */
export function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError(`no variance of ${values.length} values`);
  const center = mean(values);
  if (values.every((value) => value === values[0])) return 0;
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

/** The standard error of the mean of independent values, sqrt(variance / n), in the values' unit. Throws as above. */
export const standardError = (values: readonly number[]): number => Math.sqrt(sampleVariance(values) / values.length);
