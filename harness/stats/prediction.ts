/** What one more value would be, if it came from where the others did. */
import { mean } from './quantiles.ts';
import { studentTQuantile } from './student-t.ts';
import { sampleVariance } from './variance.ts';

export interface Prediction {
  center: number;
  low: number;
  high: number;
}

/**
 * The interval that holds the next value of a normal series with the probability `level`, in the values' unit:
 * mean +- t(1 - (1 - level) / 2, n - 1) s sqrt(1 + 1 / n) (G. J. Hahn, "Factors for calculating two-sided prediction
 * intervals for samples from a normal distribution", JASA 64, 1969). Unlike the interval of a mean it does not become
 * narrow with more values: it holds the spread from value to value.
 *
 * Throws RangeError for fewer than two values, for one that is not finite, and for a level outside 0 .. 1.
 */
export function predictionInterval(values: readonly number[], level: number): Prediction {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const n = values.length;
  const center = mean(values);
  const halfWidth = studentTQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(sampleVariance(values) * (1 + 1 / n));
  return { center, low: center - halfWidth, high: center + halfWidth };
}
