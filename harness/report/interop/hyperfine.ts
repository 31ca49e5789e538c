/**
 * The JSON that hyperfine 1.x exports (`--export-json`), for its plotting scripts and everything else that reads it. Only
 * times have a place there. One of its runs is one of our blocks, for a block is the unit that repeats.
 */
import { mean, median } from '../../stats/quantiles.ts';
import { sampleVariance } from '../../stats/variance.ts';
import type { Series } from './series.ts';

/** Times are in seconds. */
export interface HyperfineResult {
  command: string;
  /** Arithmetic, as hyperfine's is; duet's own reports show the geometric mean of the blocks. */
  mean: number;
  /** Null for a single block. */
  stddev: number | null;
  median: number;
  /** The format wants both. Duet does not tell user from system time: 0, and CPU time has a series of its own elsewhere. */
  user: number;
  system: number;
  min: number;
  max: number;
  times: number[];
  exit_codes: number[];
}

export function hyperfine(series: readonly Series[]): { results: HyperfineResult[] } {
  return {
    results: series
      .filter(({ metric, blocks }) => metric.unit === 'ms' && metric.kind === 'time' && blocks.length > 0)
      .map(({ name, blocks }) => resultOf(name, blocks.map(msToSeconds))),
  };
}

const msToSeconds = (ms: number): number => ms / 1_000;

function resultOf(command: string, times: number[]): HyperfineResult {
  return {
    command,
    mean: mean(times),
    stddev: times.length < 2 ? null : Math.sqrt(sampleVariance(times)),
    median: median(times),
    user: 0,
    system: 0,
    min: Math.min(...times),
    max: Math.max(...times),
    times,
    exit_codes: times.map(() => 0),
  };
}
