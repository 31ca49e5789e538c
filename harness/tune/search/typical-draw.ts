/**
 * Which draw of the arrivals to measure with. A window of some hundred requests meets one or two clumps that decide its
 * p95, and with another draw another number of connections does: by chance, a tenth of them more or fewer. So of many
 * draws the one in the middle is used: the one whose p95, in a queue in front of c connections that are each held equally
 * long, is closest to the median of all draws, for the few c around which it turns. (The one that needs as many as the median
 * does is not enough: where a request takes three connections at once, one slot more or less makes three of them.)
 */

import { median } from '../../stats/quantiles.ts';
import { below, seededRandom } from '../../stats/random.ts';
import { FEW, unnoticedWait } from './prediction.ts';

/** The draws among which the middle one is nearly the same for every seed; fewer do where each has many requests. */
const DRAWS = { most: 101, least: 11, requests: 60_000 };
/** So many numbers of connections on either side of the one that is needed are where p95 turns. */
const AROUND = 3;

export interface Draws {
  /** When requests arrive, ascending, in ms. */
  arrivals: (seed: number) => ArrayLike<number>;
  /** The time of one request at low load, and how long it holds connections, all of them together. */
  serviceMs: number;
  holdMs: number;
  /** The draws follow from it. */
  seed: number;
}

/** The seed of the typical draw. */
export function typicalSeed({ arrivals, serviceMs, holdMs, seed }: Draws): number {
  const random = seededRandom(seed);
  // Connections that a request holds at once are one, as far as clumps matter: it comes and goes with all of them.
  const heldMs = Math.min(holdMs, serviceMs);
  const draw = () => {
    const drawn = below(random, 2 ** 31);
    return { seed: drawn, offsets: arrivals(drawn) };
  };
  const first = draw();
  const affordable = Math.max(DRAWS.least, Math.floor(DRAWS.requests / Math.max(1, first.offsets.length)));
  const draws = [first, ...Array.from({ length: Math.min(DRAWS.most, affordable) - 1 }, draw)];
  const needed = median(draws.map(({ offsets }) => connectionsNeeded(offsets, heldMs, unnoticedWait(serviceMs))));
  const from = Math.max(1, Math.round(needed) - AROUND);
  const settings = Array.from({ length: 2 * AROUND + 1 }, (_, index) => from + index);
  const profiles = draws.map(({ offsets }) => settings.map((connections) => p95Wait(offsets, connections, heldMs)));
  const typical = settings.map((_, index) => median(profiles.map((profile) => profile[index] as number)));
  // As p95 is compared: relative to the request.
  const slowness = (waitMs: number) => Math.log1p(waitMs / serviceMs);
  const distances = profiles.map((profile) =>
    sum(profile.map((wait, index) => Math.abs(slowness(wait) - slowness(typical[index] as number)))),
  );
  return (draws[distances.indexOf(Math.min(...distances))] as typeof first).seed;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The fewest connections with which few of these requests wait noticeably, first come, first served. */
export function connectionsNeeded(arrivals: ArrayLike<number>, holdMs: number, unnoticedMs: number): number {
  // Twice as many until it does; then bisection.
  const isEnough = (connections: number) => p95Wait(arrivals, connections, holdMs) <= unnoticedMs;
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  let short = Math.floor(enough / 2);
  while (enough - short > 1) {
    const between = (short + enough) >> 1;
    if (isEnough(between)) enough = between;
    else short = between;
  }
  return enough;
}

/** Held equally long, connections come free in the order in which they were taken: the n-th is the (n - c)-th again. */
function p95Wait(arrivals: ArrayLike<number>, connections: number, holdMs: number): number {
  const count = arrivals.length;
  if (count === 0) return 0;
  const free = new Float64Array(count);
  const waits = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const at = arrivals[n] as number;
    const from = Math.max(at, n < connections ? 0 : (free[n - connections] as number));
    free[n] = from + holdMs;
    waits[n] = from - at;
  }
  // As many are longer as may wait.
  return waits.sort()[count - 1 - Math.floor(FEW * count)] as number;
}
