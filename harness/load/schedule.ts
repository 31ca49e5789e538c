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
  const schedule = empty(offsets.length);
  schedule.set(offsets);
  return schedule;
}

const empty = (length: number): Schedule =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

function refuseBad(ratePerS: number, durationMs: number): void {
  if (!(ratePerS > 0 && Number.isFinite(ratePerS))) throw new RangeError(`arrival rate ${ratePerS}/s is not > 0`);
  if (!(durationMs > 0 && Number.isFinite(durationMs))) throw new RangeError(`duration ${durationMs} ms is not > 0`);
}
