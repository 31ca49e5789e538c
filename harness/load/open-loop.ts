/**
 * Open loop: requests leave on a schedule, whether or not earlier ones have been answered, and latency counts
 * from the intended send time. So a stall of the service shows in every request that was due during it
 * (no coordinated omission: Gil Tene, "How NOT to Measure Latency", 2015).
 */
import type { Client, HttpRequest } from './client.ts';
import { type DriverCost, measureDriver } from './driver-cost.ts';
import { Histogram } from './histogram.ts';
import { type Check, countProblem, isOk, type Problem, type ProblemCounts, sendJudged } from './outcome.ts';
import { startPacer as startClockPacer } from './pacer.ts';
import type { Schedule } from './schedule.ts';

/** One request of the schedule. Times are on the clock of performance.now(), in ms. */
export interface Arrival {
  intendedMs: number;
  /** When it was handed to the client: the difference to `intendedMs` is the driver's own lag. */
  sentMs: number;
  /** When it was answered, rightly or not, or given up; when it was dropped. */
  settledMs: number;
  /** When it was answered as expected; undefined if it was not. */
  answeredMs: number | undefined;
  /** Why it was not. */
  problem: Problem | undefined;
}

export interface OpenLoop {
  /** Resolves when the schedule is at its end and nothing is under way any more. */
  readonly finished: Promise<void>;
  /** Stops sending, waits for what is under way and returns every arrival in order. */
  stop(): Promise<Arrival[]>;
}

export interface OpenLoopOptions {
  /** Default: status 200. */
  check?: Check;
  /** Arrivals beyond this many under way are dropped, and counted: it bounds memory, not load. Default 10,000. */
  mostUnderWay?: number;
  /** What keeps the schedule. Default: the clock thread, for any rate. */
  startPacer?: typeof startClockPacer;
}

export interface OpenLoopResult {
  /** Latency from the intended send time: what a user at this rate would have waited. */
  kind: 'response-time';
  /** Counts the requests that were answered as expected. */
  responseTime: Histogram;
  /** Intended to really sent: the driver's own lateness, which is part of the response times. */
  lag: Histogram;
  completed: number;
  problems: ProblemCounts;
  driver: DriverCost;
}

/**
 * Starts when the pacer is up; the schedule counts from then. `requestOf` gets the number of the request, from 0.
 * The rest of the schedule is left out when the client is stopped.
 */
export async function startOpenLoop(
  client: Client,
  requestOf: HttpRequest | ((n: number) => HttpRequest),
  schedule: Schedule,
  { check = isOk, mostUnderWay = 10_000, startPacer = startClockPacer }: OpenLoopOptions = {},
): Promise<OpenLoop> {
  // Flat arrays: objects that live on are copied at each garbage collection, which held up arrivals by 2 ms.
  const sentMs = new Float64Array(schedule.length);
  const settledMs = new Float64Array(schedule.length);
  const problems = new Map<number, Problem>();
  let count = 0;
  const request = typeof requestOf === 'function' ? requestOf : () => requestOf;
  const drained = Promise.withResolvers<void>();
  drained.promise.catch(() => {}); // it surfaces in `finished`, which nobody may be awaiting yet
  let underWay = 0;
  let sending = true;

  const settle = () => {
    if (!sending && underWay === 0) drained.resolve();
  };
  const pacer = await startPacer(schedule, () => {
    const n = count++;
    sentMs[n] = performance.now();
    if (underWay >= mostUnderWay) {
      settledMs[n] = sentMs[n] as number;
      problems.set(n, 'dropped');
      return;
    }
    underWay++;
    sendJudged(client, request(n), check, n).then((problem) => {
      settledMs[n] = performance.now();
      if (problem !== undefined) problems.set(n, problem);
      if (problem === 'stopped') void pacer.stop();
      underWay--;
      settle();
    }, drained.reject);
  });
  const finished = pacer.finished.then(() => {
    sending = false;
    settle();
    return drained.promise;
  });
  return {
    finished,
    async stop() {
      await pacer.stop();
      await finished;
      return Array.from({ length: count }, (_, n) => {
        const problem = problems.get(n);
        return {
          intendedMs: pacer.startMs + (schedule[n] as number),
          sentMs: sentMs[n] as number,
          settledMs: settledMs[n] as number,
          answeredMs: problem === undefined ? settledMs[n] : undefined,
          problem,
        };
      });
    },
  };
}

/** Runs a whole schedule. */
export async function openLoop(...args: Parameters<typeof startOpenLoop>): Promise<OpenLoopResult> {
  const loop = await startOpenLoop(...args);
  const cost = measureDriver();
  await loop.finished;
  const driver = cost();
  return summarizeArrivals(await loop.stop(), driver);
}

/** What a loop, or a part of one, says as a whole. */
export function summarizeArrivals(arrivals: readonly Arrival[], driver: DriverCost): OpenLoopResult {
  const result: OpenLoopResult = {
    kind: 'response-time',
    responseTime: new Histogram(),
    lag: new Histogram(),
    completed: 0,
    problems: {},
    driver,
  };
  for (const { intendedMs, sentMs, answeredMs, problem } of arrivals) {
    if (problem !== 'dropped') result.lag.record(sentMs - intendedMs);
    if (problem !== undefined) countProblem(result.problems, problem);
    if (answeredMs === undefined) continue;
    result.responseTime.record(answeredMs - intendedMs);
    result.completed++;
  }
  return result;
}
