/** What the pacer and its clock thread share. */
import type { Schedule } from './schedule.ts';

export interface ClockData {
  schedule: Schedule;
  control: Int32Array<SharedArrayBuffer>;
}

/** Places in `control`: a counter of wake-ups, and a flag that ends the thread. */
export const TICKS = 0;
export const STOP = 1;

/** The thread wakes us this long before an arrival: what waking takes. The rest is spent polling. */
export const EARLY_MS = 0.06;

/** One clock for both threads: performance.now() starts at another moment in each. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
