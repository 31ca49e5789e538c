/** Whether neighbouring blocks resemble each other: then they tell less than their number, and intervals are too narrow. */
import { normalQuantileAbove } from './normal-quantile.ts';
import { mean } from './quantiles.ts';
import { sampleVariance } from './variance.ts';

/** Lag-1 autocorrelation of blocks in the order they ran. */
export interface Autocorrelation {
  /** -1 .. 1; about -1 / n where blocks are independent. Null below 5 blocks and for blocks without spread. */
  value: number | null;
  /** Higher than chance gives independent blocks in 19 of 20 cases. A low number of blocks hides all but the strongest. */
  high: boolean;
}

/** With fewer, even perfectly alternating or drifting blocks are within chance. */
export const MIN_BLOCKS_FOR_LAG = 5;
/** The share of independent runs whose autocorrelation is not called high. */
export const NOT_HIGH = 0.95;
/** The point of the normal distribution below which that share lies. */
const ONE_SIDED = normalQuantileAbove(1 - NOT_HIGH);

/**
 * r1 = sum (x[i] - mean)(x[i+1] - mean) / sum (x[i] - mean)^2, called high against the normal approximation with the exact
 * mean and variance under independence for n normal values (Dufour & Roy, "Some robust exact results on sample
 * autocorrelations and tests of randomness", Journal of Econometrics 29(3), 1985). Throws RangeError for a value that is
 * not finite.
 */
export function lagOneAutocorrelation(blocks: readonly number[]): Autocorrelation {
  const n = blocks.length;
  if (n < MIN_BLOCKS_FOR_LAG || sampleVariance(blocks) === 0) return { value: null, high: false };
  const center = mean(blocks);
  const deviations = blocks.map((value) => value - center);
  const products = deviations.slice(1).map((deviation, index) => deviation * (deviations[index] as number));
  const value = products.reduce((sum, product) => sum + product, 0) / ((n - 1) * sampleVariance(blocks));
  return { value, high: value > highFrom(n) };
}

/** The r1 of `n` blocks above which it is called high: 0.29 for 5, 0.34 for 8, 0.33 for 12. */
export function highFrom(n: number): number {
  const variance = (n ** 4 - 4 * n ** 3 + 3 * n ** 2 + 4 * n - 4) / ((n + 1) * n ** 2 * (n - 1) ** 2);
  return -1 / n + ONE_SIDED * Math.sqrt(variance);
}
