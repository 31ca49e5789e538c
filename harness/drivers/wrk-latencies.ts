/**
 * The latencies that wrk measured, out of those that it gives.
 *
 * At its end wrk "corrects" them for coordinated omission (wrk 4, src/stats.c, `stats_correct`): from the mean time between
 * the requests of a connection it takes an expected interval, and for each latency of twice that or more it adds those
 * that requests would have had that it never sent. These are no service times. What is added depends on the larger
 * latencies alone, so that it can be taken away again, exactly, from the largest down.
 */

/** How often a latency, in whole microseconds, occurred. */
export type CountedLatency = readonly [us: number, count: number];

export interface WrkRun {
  /** As wrk measured its run, in microseconds. */
  durationUs: number;
  /** All that were answered. */
  requests: number;
  connections: number;
}

/** In descending order. */
export function uncorrected(
  given: readonly CountedLatency[],
  { durationUs, requests, connections }: WrkRun,
): CountedLatency[] {
  const descending = given.toSorted(([one], [other]) => other - one);
  const rounds = Math.floor(requests / connections);
  const expectedUs = Math.floor(durationUs / rounds);
  // No connection came round: nothing was added.
  if (rounds === 0) return descending;
  const counts = new Map(descending);
  for (const [us] of descending) {
    const count = counts.get(us) as number;
    if (us < 2 * expectedUs || count === 0) continue;
    for (let at = us - expectedUs; at > expectedUs; at -= expectedUs) counts.set(at, (counts.get(at) ?? 0) - count);
  }
  return [...counts].filter(([, count]) => count !== 0);
}
