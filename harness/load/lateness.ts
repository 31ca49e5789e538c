/**
 * What the driver's own delays do to what a trial decides. Latency counts from when a request was due, so a driver that is
 * held up (by another process on its core, by a virtual machine that stands still) adds to what it measures. Whether that
 * matters depends on what is decided: 1 % of the sends 7 ms late change nothing about a 95th percentile of 60 ms.
 */
import type { Invalidity } from '../results/schema.ts';
import { quantile } from '../stats/quantiles.ts';
import type { Arrival } from './open-loop.ts';

/** A trial counts as long as delays of the driver may have raised what it decides by no more than this share of it … */
export const MOST_DELAY_SHARE = 0.05;
/** … or by no more than this, which the scheduler and the timers may add to any request. */
export const MOST_DELAY_MS = 1;
/** A request that left later than this after it was due was held up by the driver. */
const PUNCTUAL_MS = 1;

/** What is decided by the latencies of some requests: a quantile of them. */
export interface Decided {
  /** All requests of the load, in the order in which they were due. Those that were dropped do not count. */
  arrivals: readonly Arrival[];
  /** The requests that decide. Default: all. */
  among?: (arrival: Arrival) => boolean;
  /** 0 to 1. */
  quantile: number;
  /** What a request counts with that took so long. Default: with that. */
  countsAs?: (ms: number, arrival: Arrival) => number;
}

export const isPunctual = ({ intendedMs, sentMs }: Arrival): boolean => sentMs - intendedMs <= PUNCTUAL_MS;

/**
 * Why these requests decide nothing; undefined when they do. What is decided is read twice: as it was measured, and as if the
 * driver had never been held up. The truth lies between the two.
 */
export function judgeLateness({ arrivals, among, quantile: p, countsAs }: Decided): Invalidity | undefined {
  const sent = arrivals.filter(({ problem }) => problem !== 'dropped');
  const deciding = among === undefined ? sent : sent.filter(among);
  if (deciding.length === 0) return undefined;
  const read = (latencyOf: (arrival: Arrival) => number) =>
    quantile(
      deciding.map((arrival) => countsAs?.(latencyOf(arrival), arrival) ?? latencyOf(arrival)),
      p,
    );
  const measuredMs = read(({ intendedMs, settledMs }) => settledMs - intendedMs);
  const undelayedMs = read(undelayedLatency(sent));
  if (measuredMs - undelayedMs <= Math.max(MOST_DELAY_SHARE * undelayedMs, MOST_DELAY_MS)) return undefined;
  return {
    rule: 'driver-late',
    ...{ quantile: p, measured_ms: measuredMs, undelayed_ms: undelayedMs },
    ...{ most_share: MOST_DELAY_SHARE, most_ms: MOST_DELAY_MS },
  };
}

/**
 * The least that a request can have taken, in ms: from when it was due, or when it left if it was held up, to the earliest
 * moment at which its answer can have come. Between when a request was due and when it left late the driver did nothing, so
 * an answer that was read in that time, or right after it, may have lain there from its beginning.
 * @param arrivals of the whole load, in the order in which they were due.
 */
export function undelayedLatency(arrivals: readonly Arrival[]): (arrival: Arrival) => number {
  const late = arrivals.filter((arrival) => !isPunctual(arrival));
  return (arrival) => {
    const { intendedMs, sentMs, settledMs } = arrival;
    // The first of those that left late around the answer has been due longest.
    const { intendedMs: idleFromMs = settledMs } = late[firstThatLeft(late, settledMs - PUNCTUAL_MS)] ?? {};
    return Math.max(0, Math.min(settledMs, idleFromMs) - (isPunctual(arrival) ? intendedMs : sentMs));
  };
}

/** The index of the first that left at this time or later, by bisection: they leave in order. */
function firstThatLeft(late: readonly Arrival[], atMs: number): number {
  let [from, until] = [0, late.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((late[middle] as Arrival).sentMs < atMs) from = middle + 1;
    else until = middle;
  }
  return from;
}
