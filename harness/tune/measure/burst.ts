/** A burst on top of the usual load: how far the pool fills, how many wait, and how long until all is as before. */
import { delayed, poissonArrivals, together } from '../../load/schedule.ts';
import type { TuneWindow } from '../../results/tune.ts';
import type { Arm, Bench } from './bench.ts';
import { measure } from './window.ts';

/** The rate in the burst, as a multiple of the usual one. */
export const BURST_FACTOR = 3;
export const BURST_FROM_MS = 1_000;
export const BURST_MS = 500;
const LASTS_MS = 4_000;

/** Independent users at the target rate, and for half a second three times as many. */
export function measureBurst(arm: Arm, bench: Bench): Promise<TuneWindow> {
  const { ratePerS, seed } = bench;
  const usual = poissonArrivals(ratePerS, LASTS_MS, seed);
  const extra = poissonArrivals(ratePerS * (BURST_FACTOR - 1), BURST_MS, seed + 1);
  const schedule = together(usual, delayed(extra, BURST_FROM_MS));
  const load = { ratePerS, durationMs: LASTS_MS, arrivals: 'poisson' as const, seed, schedule, timeline: true };
  return measure('burst', arm, load, bench);
}
