/** What a cell compared with itself (A/A) says about the run: its spread, and whether it moved though nothing changed. */

import type { Estimate } from '../results/schema.ts';
import { logMeanInterval, meanInterval } from './interval.ts';
import { sampleVariance } from './variance.ts';

export interface NoiseFloor {
  /** The ratio of the two equal arms, with its 95 % interval. */
  ratio: Estimate;
  /** Standard deviation of a block's log ratio: 0.02 means that a block errs by about 2 %. Null below 2 blocks. */
  sdPerBlock: number | null;
  /** The 99 % interval excludes 1: every verdict of the run is invalid. False where there is no interval. */
  moved: boolean;
}

/** From the ratio of the two arms per block. Throws RangeError for no blocks and for a ratio that is not > 0. */
export function noiseFloor(ratios: readonly number[]): NoiseFloor {
  const ratio = logMeanInterval(ratios, 0.95);
  const logs = ratios.map(Math.log);
  const { low, high } = meanInterval(logs, 0.99);
  return {
    ratio,
    sdPerBlock: logs.length < 2 ? null : Math.sqrt(sampleVariance(logs)),
    moved: low !== null && high !== null && (low > 0 || high < 0),
  };
}
