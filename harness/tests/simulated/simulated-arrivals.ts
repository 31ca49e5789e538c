/** What an open loop sees of a simulated service while its driver is held up now and then. */
import type { Arrival } from '../../load/open-loop.ts';

/** A stretch in which the driver stands still: what is due or answered in it is sent, or read, at its end. */
export interface HoldUp {
  fromMs: number;
  forMs: number;
}

export interface SimulatedLoad {
  requests: number;
  /** Between two arrivals. */
  gapMs: number;
  /** When the answer to a request that is sent at this time comes: on the clock of the load, in ms. */
  answerMs(sentMs: number, n: number): number;
  holdUps?: readonly HoldUp[];
}

/** In order; none fails. */
export function simulatedArrivals({ requests, gapMs, answerMs, holdUps = [] }: SimulatedLoad): Arrival[] {
  const noticed = (atMs: number) => {
    const during = holdUps.find(({ fromMs, forMs }) => atMs >= fromMs && atMs < fromMs + forMs);
    return during === undefined ? atMs : during.fromMs + during.forMs;
  };
  return Array.from({ length: requests }, (_, n) => {
    const intendedMs = n * gapMs;
    const sentMs = noticed(intendedMs);
    const answeredMs = noticed(answerMs(sentMs, n));
    return { intendedMs, sentMs, settledMs: answeredMs, answeredMs, problem: undefined };
  });
}

/** Hold-ups of equal length that begin at equal distances. */
export const holdUpsEvery = (everyMs: number, forMs: number, count: number): HoldUp[] =>
  Array.from({ length: count }, (_, n) => ({ fromMs: (n + 1) * everyMs, forMs }));
