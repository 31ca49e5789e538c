/** A burst on top of the usual load: how far the pool fills, how many wait, and how long until all is as before. */
import { delayed, poissonArrivals, together } from '../../load/schedule.ts';
import type { TuneWindow } from '../../results/tune.ts';
import type { Arm, Bench } from './bench.ts';
import { measure } from './window.ts';

/** The rate in the burst, as a multiple of the usual one. */
export const BURST_FACTOR = 3;
/** When it comes and how long it lasts, as shares of the window: the rest is for the pool to recover. */
const FROM = 1 / 4;
const LASTS = 1 / 8;

/** Independent users at the target rate, and for an eighth of the time three times as many. */
export function measureBurst(durationMs: number, arm: Arm, bench: Bench): Promise<TuneWindow> {
  const { ratePerS, seed } = bench;
  const usual = poissonArrivals(ratePerS, durationMs, seed);
  const extra = poissonArrivals(ratePerS * (BURST_FACTOR - 1), durationMs * LASTS, seed + 1);
  const schedule = together(usual, delayed(extra, durationMs * FROM));
  const load = { ratePerS, durationMs, arrivals: 'poisson' as const, seed, schedule, timeline: true };
  return measure('burst', arm, load, bench);
}
