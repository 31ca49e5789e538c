/** Quantiles and averages of plain samples. Pure; inputs are left as they are. */

type Samples = readonly number[] | Readonly<Float64Array>;

/**
 * The p-quantile, 0 <= p <= 1, by linear interpolation between order statistics: type 7 of Hyndman & Fan, "Sample
 * quantiles in statistical packages", The American Statistician 50(4), 1996; the default of numpy and R.
 *
 * Throws RangeError for no values, for a value that is not finite and for p outside 0 .. 1.
 */
export function quantile(values: Samples, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile ${p} is not 0 .. 1`);
  const sorted = Float64Array.from(finite(values)).sort();
  const position = (sorted.length - 1) * p;
  const index = Math.floor(position);
  const low = sorted[index] as number;
  const high = sorted[Math.min(index + 1, sorted.length - 1)] as number;
  // As a weighted sum, because high - low can overflow; and exactly `low` where nothing is to be interpolated.
  const weight = position - index;
  return weight === 0 || low === high ? low : low * (1 - weight) + high * weight;
}

/** The middle value, or the mean of the two middle values. Throws as `quantile` does. */
export const median = (values: Samples): number => quantile(values, 0.5);

/** The arithmetic mean. Throws RangeError for no values and for a value that is not finite. */
export function mean(values: readonly number[]): number {
  finite(values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The geometric mean, exp(mean(log x)): the average of ratios. Throws RangeError also for a value that is not > 0. */
export function geometricMean(values: readonly number[]): number {
  const bad = values.find((value) => !(value > 0));
  if (bad !== undefined) throw new RangeError(`geometric mean of ${bad}: every value must be > 0`);
  return Math.exp(mean(values.map(Math.log)));
}

function finite(values: Samples): Samples {
  if (values.length === 0) throw new RangeError('no values');
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`${bad} among the values: every value must be finite`);
  return values;
}
