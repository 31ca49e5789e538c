/**
 * When requests are due, fixed before the first is sent: neither the service nor the driver can shift it.
 * Offsets are in ms from the start, ascending, in shared memory so that the clock thread reads the same ones.
 */
import { fraction, seededRandom } from '../stats/random.ts';

export type Schedule = Float64Array<SharedArrayBuffer>;

/** Equal gaps: `ratePerS` x `durationMs` / 1000 arrivals, the first at 0. */
export function constantArrivals(ratePerS: number, durationMs: number): Schedule {
  refuseBad(ratePerS, durationMs);
  // The subtrahend is for products such as 0.07 x 100, which come out a hair above the integer.
  const schedule = empty(Math.ceil((ratePerS * durationMs) / 1_000 - 1e-9));
  for (let n = 0; n < schedule.length; n++) schedule[n] = (n * 1_000) / ratePerS;
  return schedule;
}

/**
 * A Poisson process: what many independent users make. Gaps are exponential with mean 1000 / `ratePerS`, so the
 * number of arrivals within `durationMs` varies with the seed.
 */
export function poissonArrivals(ratePerS: number, durationMs: number, seed: number): Schedule {
  refuseBad(ratePerS, durationMs);
  const random = seededRandom(seed);
  const gapMs = () => (-Math.log(1 - fraction(random)) * 1_000) / ratePerS;
  const offsets: number[] = [];
  for (let at = gapMs(); at < durationMs; at += gapMs()) offsets.push(at);
  return fromOffsets(offsets);
}

/** Requests of a burst, on average: what a page asks for when it opens, or a client that catches up. */
export const MEAN_BURST = 8;
/** Within a burst requests come at this multiple of the mean rate. */
export const BURST_SPEED = 10;

/**
 * Bursts of random (geometric) size with mean `MEAN_BURST`, which come as a Poisson process: compound Poisson arrivals.
 * The mean rate is `ratePerS`. Over windows that are long beside a burst the number of arrivals varies by
 * 2 x `MEAN_BURST` - 1 times as much as that of a Poisson process (variance; E[X^2] / E[X] of the geometric size X).
 * What a burst has left at the end of the window is cut off.
 */
export function burstyArrivals(ratePerS: number, durationMs: number, seed: number): Schedule {
  refuseBad(ratePerS, durationMs);
  const random = seededRandom(seed);
  const stepMs = 1_000 / ratePerS / BURST_SPEED;
  const offsets: number[] = [];
  for (const startMs of poissonArrivals(ratePerS / MEAN_BURST, durationMs, random.uint32())) {
    for (let n = 0; n === 0 || fraction(random) < 1 - 1 / MEAN_BURST; n++) offsets.push(startMs + n * stepMs);
  }
  return fromOffsets(offsets.filter((at) => at < durationMs));
}

/** Several schedules at the same time. */
export const together = (...schedules: readonly Schedule[]): Schedule =>
  fromOffsets(schedules.flatMap((schedule) => [...schedule]));

/** The same arrivals, later by `ms`. */
export const delayed = (schedule: Schedule, ms: number): Schedule => fromOffsets(Array.from(schedule, (at) => at + ms));

/** In shared memory, ascending. */
function fromOffsets(offsets: readonly number[]): Schedule {
  const schedule = empty(offsets.length);
  schedule.set(offsets);
  return schedule.sort();
}

const empty = (length: number): Schedule =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

function refuseBad(ratePerS: number, durationMs: number): void {
  if (!(ratePerS > 0 && Number.isFinite(ratePerS))) throw new RangeError(`arrival rate ${ratePerS}/s is not > 0`);
  if (!(durationMs > 0 && Number.isFinite(durationMs))) throw new RangeError(`duration ${durationMs} ms is not > 0`);
}
