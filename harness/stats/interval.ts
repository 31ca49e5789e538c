/**
 * Intervals over blocks. A block gives one value per metric and arm; blocks are the independent samples, requests are not.
 *
 * Student's t interval of a mean: mean +- t(1 - (1 - level) / 2, n - 1) s / sqrt(n). From 8 blocks on the signed-rank
 * interval stands beside it and the wider one counts: one assumes normal errors, the other symmetric ones, and so few
 * blocks cannot show that either is right. Ratios are estimated as the mean of their logarithms, which makes "twice as
 * fast" and "half as fast" equally far from "the same", and gives the geometric mean with an interval that cannot reach
 * below zero.
 */
import type { Estimate } from '../results/schema.ts';
import { lagOneAutocorrelation } from './autocorrelation.ts';
import { mean } from './quantiles.ts';
import { signedRankInterval } from './signed-rank.ts';
import { studentTQuantile } from './student-t.ts';
import { standardError } from './variance.ts';

/** The level of every interval that is shown. */
export const LEVEL = 0.95;
/** Fewer blocks give no interval: with two, t is 12.7 and the spread itself is a guess. */
export const MIN_BLOCKS = 3;
/** With fewer, the signed-rank interval at 95 % reaches to the extreme Walsh averages (from 6 on) or does not exist. */
export const MIN_BLOCKS_FOR_RANKS = 8;

/** A mean with its interval; the bounds are null below three values. */
export interface MeanInterval {
  mean: number;
  low: number | null;
  high: number | null;
  n: number;
}

/** The mean of the values with Student's t interval at `level` (0 < level < 1), in the values' unit. */
export function meanInterval(values: readonly number[], level: number): MeanInterval {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const n = values.length;
  const center = mean(values);
  if (n < MIN_BLOCKS) return { mean: center, low: null, high: null, n };
  const halfWidth = studentTQuantile(1 - (1 - level) / 2, n - 1) * standardError(values);
  return { mean: center, low: center - halfWidth, high: center + halfWidth, n };
}

/** The mean over blocks, in their order, with the interval that counts, in the values' unit; from 5 blocks on with lag-1. */
export function meanEstimate(values: readonly number[], level: number): Estimate {
  const { mean: value, low, high, n } = meanInterval(values, level);
  const { value: lag1 } = lagOneAutocorrelation(values);
  const neighbours = lag1 === null ? {} : { lag1 };
  const student: Estimate = { value, low, high, level, n, blocks: [...values], ...neighbours };
  const ranks = n < MIN_BLOCKS_FOR_RANKS ? null : signedRankInterval(values, level);
  if (ranks === null) return student;
  const wider = width(ranks) > width(student) ? ranks : student;
  return {
    ...student,
    low: wider.low,
    high: wider.high,
    method: wider === ranks ? 'signed-rank' : 'student-t',
    hodges_lehmann: ranks,
  };
}

/** Without bounds nothing is known: a level that the ranks of so few blocks cannot reach leaves the t interval. */
const width = ({ low, high }: { low: number | null; high: number | null }): number =>
  low === null || high === null ? Number.NEGATIVE_INFINITY : high - low;

/**
 * The geometric mean over blocks with its interval, in the values' unit: for times, sizes and ratios, whose errors are
 * proportions. The quotient of two such means is the mean of the quotients.
 *
 * Throws RangeError for a value that is not > 0, which has no logarithm.
 */
export function logMeanInterval(values: readonly number[], level: number): Estimate {
  const logs = values.map((value) => Math.log(positive(value)));
  const { hodges_lehmann: ranks, ...estimate } = meanEstimate(logs, level);
  return {
    ...estimate,
    ...fromLogs(estimate),
    blocks: [...values],
    ...(ranks ? { hodges_lehmann: fromLogs(ranks) } : {}),
  };
}

const fromLogs = ({ value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>) => ({
  value: Math.exp(value),
  low: low === null ? null : Math.exp(low),
  high: high === null ? null : Math.exp(high),
});

/**
 * How many times larger `before` is than `after`, paired by block: above 1 is a gain where lower is better. Where higher
 * is better, swap the arguments.
 *
 * Throws RangeError when the lengths differ and for a value that is not > 0.
 */
export function logRatioInterval(before: readonly number[], after: readonly number[], level: number): Estimate {
  return logMeanInterval(
    paired(before, after).map(([b, a]) => positive(b) / positive(a)),
    level,
  );
}

/**
 * One stack's gain over the other's, from the gains of each block: the stacks of a block shared the machine's state, so
 * what slowed both cancels. Throws as `logRatioInterval` does.
 */
export function ratioOfGains(gains: readonly number[], otherGains: readonly number[], level: number): Estimate {
  return logRatioInterval(gains, otherGains, level);
}

/** The mean of after - before, paired by block, in the values' unit. Throws RangeError when the lengths differ. */
export function differenceInterval(before: readonly number[], after: readonly number[], level: number): Estimate {
  return meanEstimate(
    paired(before, after).map(([b, a]) => a - b),
    level,
  );
}

function paired(before: readonly number[], after: readonly number[]): [number, number][] {
  if (before.length !== after.length) {
    throw new RangeError(`blocks do not pair: ${before.length} values before, ${after.length} after`);
  }
  return before.map((value, block) => [value, after[block] as number]);
}

function positive(value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`no ratio of ${value}: every value must be > 0`);
  return value;
}
