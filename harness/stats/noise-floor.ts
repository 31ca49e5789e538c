/** What a cell compared with itself (A/A) says about the run: its spread, and whether it moved though nothing changed. */

import type { Estimate } from '../results/schema.ts';
import { LEVEL, logMeanInterval, MIN_BLOCKS, meanInterval } from './interval.ts';
import { studentTQuantile } from './student-t.ts';
import { sampleVariance } from './variance.ts';

export interface NoiseFloor {
  /** The ratio of the two equal arms, with its 95 % interval. */
  ratio: Estimate;
  /** Standard deviation of a block's log ratio: 0.02 means that a block varies by about 2 %. Null below 2 blocks. */
  sdPerBlock: number | null;
  /** The interval at the level asked for excludes 1: no difference means anything. False where there is no interval. */
  moved: boolean;
}

/** In how many runs of a hundred any of their controls may move by chance. */
export const MOVED_BY_CHANCE = 0.01;

/**
 * Beyond which shift upwards a control counts as moved, as a share (downwards beyond 1 / (1 + share)): half the width of its interval at the level,
 * t(1 - (1 - level) / 2, n - 1) s / sqrt(n) of the logarithms. Few blocks notice little. Null where there is no interval.
 * @param sdPerBlock standard deviation of a block's log ratio.
 */
export function movedBeyond(sdPerBlock: number | null, blocks: number, level: number): number | null {
  if (sdPerBlock === null || blocks < MIN_BLOCKS) return null;
  return Math.exp((studentTQuantile(1 - (1 - level) / 2, blocks - 1) * sdPerBlock) / Math.sqrt(blocks)) - 1;
}

/** The level for each of several controls, so that none moves by chance in 99 of 100 runs (Bonferroni). */
export const sharedLevel = (controls: number): number => 1 - MOVED_BY_CHANCE / controls;

/**
 * From the ratio of the two arms per block. Throws RangeError for no blocks and for a ratio that is not > 0.
 * @param level of the interval that decides whether it moved.
 */
export function noiseFloor(ratios: readonly number[], level = sharedLevel(1)): NoiseFloor {
  const ratio = logMeanInterval(ratios, LEVEL);
  const logs = ratios.map(Math.log);
  const { low, high } = meanInterval(logs, level);
  return {
    ratio,
    sdPerBlock: logs.length < 2 ? null : Math.sqrt(sampleVariance(logs)),
    moved: low !== null && high !== null && (low > 0 || high < 0),
  };
}

/** How far from 1 the ratio of two equal arms may lie: the end of its interval that is farther from 1, above 1. */
export const noiseFactor = ({ low, high }: Pick<Estimate, 'low' | 'high'>): number =>
  Math.max(high ?? 1, 1 / (low ?? 1));
