/** How many connections a service should need, from its hold time alone: where the search begins. */
import type { ArrivalsName, TunePrediction } from '../../results/tune.ts';
import { waitsLonger } from './erlang-c.ts';
import { connectionsInUse } from './littles-law.ts';
import { peakedness } from './peakedness.ts';

/** What is judged is the 95th percentile: as long as fewer wait, it does not feel the pool. */
export const FEW = 0.05;
/** A wait shorter than this share of a request is lost in the noise of any measurement; so is a millisecond. */
const UNNOTICED = 0.05;
const UNNOTICED_MS = 1;
/** The longest wait that nobody notices, in ms, for requests that take so long. */
export const unnoticedWait = (serviceMs: number): number => Math.max(UNNOTICED_MS, UNNOTICED * serviceMs);

/** Beyond any pool, and each costs a step of Erlang's recurrence. */
const MOST_CONNECTIONS = 10_000;

/** What was measured at low load, and what is to be borne. */
export interface Demand {
  /** At this process. */
  ratePerS: number;
  /** Connection time per request, all its connections together. */
  holdMs: number;
  /** Mean time of a request, where known: it tells connections held at once from those held one after the other. */
  serviceMs?: number;
  checkoutsPerRequest: number | null;
  arrivals: ArrivalsName;
}

/**
 * The mean number of connections in use (Little's law), and the fewest connections with which at most 5 requests in 100
 * wait noticeably (Erlang C). Throws RangeError for a rate or a hold time that is not > 0.
 *
 * Clumps (bursts, and requests that take several connections at once) are treated with Hayward's approximation: traffic
 * of peakedness z meets c connections as Poisson traffic of 1/z of the load meets c/z (A. A. Fredericks, "Congestion in
 * blocking systems: a simple approximation technique", Bell System Technical Journal 59(6), 1980). For requests that take
 * and return three connections together it is exact: a third as many customers, each three connections wide.
 */
export function predict(demand: Demand): TunePrediction {
  const { ratePerS, holdMs, arrivals } = demand;
  if (!(ratePerS > 0)) throw new RangeError(`rate ${ratePerS}/s is not > 0`);
  if (!(holdMs > 0)) throw new RangeError(`hold time ${holdMs} ms is not > 0`);
  const checkouts = Math.max(1, demand.checkoutsPerRequest ?? 1);
  const perCheckoutMs = holdMs / checkouts;
  const serviceMs = demand.serviceMs ?? perCheckoutMs;
  // A request that holds more connection time than it lasts holds several at once: that many on average.
  const atOnce = Math.min(checkouts, Math.max(1, holdMs / serviceMs));
  const clump = atOnce * peakedness(arrivals, ratePerS, perCheckoutMs);
  const inUse = connectionsInUse(ratePerS, holdMs);
  const clumps = fewest(inUse / clump, perCheckoutMs, unnoticedWait(serviceMs));
  return { in_use: inUse, connections: Math.ceil(Math.max(clumps * clump, inUse, atOnce)) };
}

/** The fewest servers with which few wait longer than `waitMs`. */
function fewest(load: number, holdMs: number, waitMs: number): number {
  let servers = Math.min(Math.floor(load) + 1, MOST_CONNECTIONS);
  while (servers < MOST_CONNECTIONS && waitsLonger(servers, load, holdMs, waitMs) > FEW) servers++;
  return servers;
}
