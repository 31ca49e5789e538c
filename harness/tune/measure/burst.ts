/** A burst on top of the usual load: how far the pool fills, how many wait, and how long until all is as before. */
import { delayed, poissonArrivals, together } from '../../load/schedule.ts';
import type { TuneWindow } from '../../results/tune.ts';
import { BURST } from '../../results/tune-burst.ts';
import type { Arm, Bench } from './bench.ts';
import { measure } from './window.ts';

/** When it comes, as a share of the window: what is left after it is for the pool to recover. */
const FROM = 1 / 4;

/** Independent users at the target rate, and for the burst a multiple of them. */
export function measureBurst(durationMs: number, arm: Arm, bench: Bench): Promise<TuneWindow> {
  const { ratePerS, seed } = bench;
  const usual = poissonArrivals(ratePerS, durationMs, seed);
  const extra = poissonArrivals(ratePerS * (BURST.factor - 1), durationMs * BURST.share, seed + 1);
  const schedule = together(usual, delayed(extra, durationMs * FROM));
  const load = { ratePerS, durationMs, arrivals: 'poisson' as const, seed, schedule, timeline: true };
  return measure('burst', arm, load, bench);
}
