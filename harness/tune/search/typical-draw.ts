/**
 * Which draw of the arrivals to measure with. A window of some hundred requests meets one or two clumps that decide its
 * p95, and with another draw another number of connections does: by chance, a tenth of them more or fewer. So of many
 * draws the one in the middle is used, judged by a queue in front of c connections that are each held equally long.
 */
import { below, seededRandom } from '../../stats/random.ts';
import { FEW, unnoticedWait } from './prediction.ts';

/** More draws make the middle no more typical: a dozen on either side of it. */
const DRAWS = 25;
export interface Draws {
  /** When requests arrive, ascending, in ms. */
  arrivals: (seed: number) => ArrayLike<number>;
  /** Of one request at low load, and how long it holds connections, all of them together. */
  serviceMs: number;
  holdMs: number;
  /** The draws follow from it. */
  seed: number;
}

/** The seed of the typical draw: of those with the median need for connections, the one with the median number of arrivals. */
export function typicalSeed({ arrivals, serviceMs, holdMs, seed }: Draws): number {
  const random = seededRandom(seed);
  // Connections that a request holds at once are one, as far as clumps matter: it comes and goes with all of them.
  const need = (offsets: ArrayLike<number>) =>
    connectionsNeeded(offsets, Math.min(holdMs, serviceMs), unnoticedWait(serviceMs));
  const draws = Array.from({ length: DRAWS }, () => {
    const drawn = below(random, 2 ** 31);
    const offsets = arrivals(drawn);
    return { seed: drawn, needed: need(offsets), count: offsets.length };
  });
  const { needed } = middle(draws, (draw) => draw.needed);
  return middle(
    draws.filter((draw) => draw.needed === needed),
    ({ count }) => count,
  ).seed;
}

function middle<T>(items: readonly T[], of: (item: T) => number): T {
  return items.toSorted((one, other) => of(one) - of(other))[items.length >> 1] as T;
}

/** The fewest connections with which few of these requests wait noticeably, first come, first served. */
export function connectionsNeeded(arrivals: ArrayLike<number>, holdMs: number, unnoticedMs: number): number {
  // Twice as many until it does; then bisection.
  let enough = 1;
  while (shareWaiting(arrivals, enough, holdMs, unnoticedMs) > FEW) enough *= 2;
  let short = Math.floor(enough / 2);
  while (enough - short > 1) {
    const between = (short + enough) >> 1;
    if (shareWaiting(arrivals, between, holdMs, unnoticedMs) > FEW) short = between;
    else enough = between;
  }
  return enough;
}

/** Held equally long, connections come free in the order in which they were taken: the n-th is the (n - c)-th again. */
function shareWaiting(arrivals: ArrayLike<number>, connections: number, holdMs: number, unnoticedMs: number): number {
  const free = new Float64Array(arrivals.length);
  let waiting = 0;
  for (let n = 0; n < arrivals.length; n++) {
    const at = arrivals[n] as number;
    const from = Math.max(at, n < connections ? 0 : (free[n - connections] as number));
    free[n] = from + holdMs;
    if (from - at > unnoticedMs) waiting++;
  }
  return waiting / Math.max(1, arrivals.length);
}
