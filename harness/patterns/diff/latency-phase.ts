/** A service that has time: what one request waits for, at a low rate and with small real waits. */
import type { Lab } from '../../lab/lab.ts';
import type { Client, HttpRequest } from '../../load/client.ts';
import { measureDriver } from '../../load/driver-cost.ts';
import { isPunctual, judgeLateness } from '../../load/lateness.ts';
import { type Arrival, startOpenLoop, summarizeArrivals } from '../../load/open-loop.ts';
import { type Check, isOkContaining } from '../../load/outcome.ts';
import { driverReport } from '../../load/saturation.ts';
import { constantArrivals } from '../../load/schedule.ts';
import { startTimerPacer } from '../../load/timer-pacer.ts';
import type { Measurement, Phase, TrialContext } from '../pattern.ts';

export interface LatencyLoad {
  /** Request `n` of a trial, from 0: every trial of either side asks the same. */
  request(variant: string, n: number): HttpRequest;
  /** What the answer to request `n` contains. */
  expected(n: number): string;
  /** Sets what the requests wait for, where they do not say so themselves. */
  prepare?: (lab: Lab) => Promise<void>;
  /** Between two arrivals, in ms: a request of either stack is over by then, so that none waits for another. */
  gapMs: number;
  /** The number of requests in a trial. */
  requests: number;
}

/** The trials of either side in a block: one before the middle and one after it. */
export const LATENCY_TRIALS = 2;
/** What a block is judged by is the median of its requests. */
const MEDIAN = 0.5;

/** Follows the closed loop of the same pattern, whose processes are up and warm. */
export function latencyPhase({ request, expected, prepare, gapMs, requests }: LatencyLoad): Phase {
  return {
    name: 'latency',
    start: { place: 'by-phase' },
    core: 'own',
    fresh: 'per-block',
    trialsPerBlock: () => LATENCY_TRIALS,
    ...(prepare === undefined ? {} : { prepare }),
    trial: measure,
    control: { variant: 'after', ifAlone: true, everyBlocks: 2 },
    expectedWarmUpMs: () => 0,
    expectedMs: () => requests * gapMs,
  };

  function measure({ client, variant }: TrialContext): Promise<Measurement> {
    return measureLatency(client, (n) => request(variant, n), { gapMs, requests, check: isOkContaining(expected) });
  }
}

/** Requests at a constant low rate, their latencies from when each was due. */
export async function measureLatency(
  client: Client,
  requestOf: (n: number) => HttpRequest,
  { gapMs, requests, check }: Pick<LatencyLoad, 'gapMs' | 'requests'> & { check: Check },
): Promise<Measurement> {
  const driver = measureDriver();
  const schedule = constantArrivals(1_000 / gapMs, requests * gapMs);
  const loop = await startOpenLoop(client, requestOf, schedule, { check, startPacer: startTimerPacer });
  await loop.finished;
  const arrivals = await loop.stop();
  const latency = heededArrivals(arrivals).flatMap(({ intendedMs, answeredMs }) =>
    answeredMs === undefined ? [] : [answeredMs - intendedMs],
  );
  const late = judgeLateness({ arrivals, quantile: MEDIAN });
  return { metrics: {}, raw_ms: { latency }, ...driverReport(summarizeArrivals(arrivals, driver()), late) };
}

/**
 * A request that left late was held up by the driver, not by the service, and is left out, whatever it then took. Where most
 * left late all of them count: they did so by next to nothing, or the trial is invalid.
 */
export function heededArrivals(arrivals: readonly Arrival[]): readonly Arrival[] {
  const punctual = arrivals.filter((arrival) => arrival.problem !== undefined || isPunctual(arrival));
  return 2 * punctual.length < arrivals.length ? arrivals : punctual;
}
