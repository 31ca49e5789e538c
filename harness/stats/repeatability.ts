/** Whether a number would be found again: the estimates of several runs of the same thing beside each other. */
import { mean } from './quantiles.ts';
import { sampleVariance } from './variance.ts';

/** What one run says of one row; the interval is null where too few blocks supported one. */
export interface RunEstimate {
  value: number;
  low: number | null;
  high: number | null;
}

export interface Repeatability {
  /** The mean of all runs: geometric for ratios, plain for differences. */
  mean: number;
  /** Between runs: of the logarithms for ratios (0.03 is 3 %), plain for differences. NaN below two runs. */
  sd: number;
  /** Runs whose interval holds the mean of all. A run without an interval does not. */
  covered: number;
}

/** @param kind ratios must be positive. */
export function repeatability(runs: readonly RunEstimate[], kind: 'ratio' | 'difference'): Repeatability {
  const [from, back] = kind === 'ratio' ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  const values = runs.map(({ value }) => from(value));
  const center = back(mean(values));
  // Equal values must be found in an interval without width, whatever the logarithm rounds.
  const slack = 1e-9 * Math.abs(center);
  const covered = runs.filter(
    ({ low, high }) => low !== null && high !== null && low <= center + slack && center <= high + slack,
  ).length;
  return { mean: center, sd: values.length < 2 ? Number.NaN : Math.sqrt(sampleVariance(values)), covered };
}
