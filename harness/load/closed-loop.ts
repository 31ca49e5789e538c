/**
 * Closed loop: N clients, each sends its next request when the last is answered. Measures capacity. Its latency is
 * service time only: while the service stalls, nobody asks, so a stall of seconds is one slow request among
 * thousands. For what users at a rate would wait, see open-loop.ts.
 */
import type { Client, HttpRequest } from './client.ts';
import { type DriverCost, measureDriver } from './driver-cost.ts';
import { Histogram } from './histogram.ts';
import { type Check, countProblem, isOk, type ProblemCounts, sendJudged } from './outcome.ts';

export type ClosedLoopOptions = Extent & {
  clients: number;
  /** Default: status 200. */
  check?: Check;
};

/** A time, or a number of requests, however long they take: then two services do the same work. */
type Extent = { durationMs: number; requests?: undefined } | { requests: number; durationMs?: undefined };

export interface ClosedLoopResult {
  /** Latency from the real send time: never to be reported as response time under a rate. */
  kind: 'service-time';
  /** Counts the requests that were answered as expected. */
  serviceTime: Histogram;
  /** Answered as expected within the time. */
  completed: number;
  /**
   * Requests per second: those completed, and of those under way at the end the part that lay within the time.
   * Without that part, eight clients in a window of six rounds would read 8 % low, and in steps.
   */
  perSecond: number;
  /** From the first request to the end, in ms. */
  elapsedMs: number;
  /** Everything that was sent, also what was answered after the time: what the service's CPU was spent on. */
  sent: number;
  /** Answers that were not as expected, and requests without an answer. */
  failed: number;
  /** The same by kind. */
  problems: ProblemCounts;
  driver: DriverCost;
}

/**
 * Requests under way at the end are waited for. Ends early when the client is stopped; where requests are counted also after one
 * without an answer in time.
 */
export async function closedLoop(
  client: Client,
  requestOf: (n: number) => HttpRequest,
  { clients, durationMs, requests = Number.POSITIVE_INFINITY, check = isOk }: ClosedLoopOptions,
): Promise<ClosedLoopResult> {
  const serviceTime = new Histogram();
  const problems: ProblemCounts = {};
  let sent = 0;
  let completed = 0;
  let begun = 0;
  let failed = 0;
  let isOver = false;
  const cost = measureDriver();
  const startedMs = performance.now();
  const deadline = startedMs + (durationMs ?? Number.POSITIVE_INFINITY);
  let driver: DriverCost | undefined;
  const one = async () => {
    for (let sentMs = performance.now(); sentMs < deadline && sent < requests && !isOver; ) {
      const n = sent++;
      const problem = await sendJudged(client, requestOf(n), check, n);
      const answeredMs = performance.now();
      if (problem !== undefined) {
        // Also after the time: a window in which nothing was answered is not one in which nothing failed.
        failed++;
        countProblem(problems, problem);
        // A stopped client refuses without I/O: going on would keep the event loop from everything else.
        // Where requests are counted, each of those that are left might wait as long.
        isOver ||= problem === 'stopped' || (problem === 'timeout' && durationMs === undefined);
      }
      if (answeredMs > deadline) {
        if (problem === undefined) begun += (deadline - sentMs) / (answeredMs - sentMs);
        break;
      }
      if (problem === undefined) {
        completed++;
        serviceTime.record(answeredMs - sentMs);
      }
      sentMs = answeredMs;
    }
    // The first client to end is at the end of the window; what the others still wait for is outside it.
    driver ??= cost();
  };
  await Promise.all(Array.from({ length: clients }, one));
  const elapsedMs = durationMs ?? performance.now() - startedMs;
  return {
    kind: 'service-time',
    serviceTime,
    completed,
    perSecond: ((completed + begun) / elapsedMs) * 1_000,
    elapsedMs,
    sent,
    failed,
    problems,
    driver: driver ?? cost(),
  };
}
