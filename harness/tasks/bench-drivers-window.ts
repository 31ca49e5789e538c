/** One window of the bench of the drivers: a driver on a route, what it read, and what was measured of the service and of itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { raisePriority } from '../lab/priority.ts';
import { listProc, procValue } from '../lab/proc.ts';
import { processesOf, type Service } from '../lab/services.ts';
import { type Client, openClient } from '../load/client.ts';
import type { ClosedLoad, DrivenClosedLoop, Drivers } from '../load/driver.ts';
import type { DriverCost } from '../load/driver-cost.ts';
import { Histogram, quantilesOf } from '../load/histogram.ts';
import { type Arrival, startOpenLoop, summarizeArrivals } from '../load/open-loop.ts';
import { isOk } from '../load/outcome.ts';
import { poissonArrivals } from '../load/schedule.ts';
import { startCpuAccount } from '../patterns/cpu-metric.ts';
import { light } from '../patterns/light-requests.ts';
import { request as findUser, userOf } from '../patterns/pooling.ts';
import type { Route, Window } from './bench-drivers-kept.ts';

export const RATE_PER_S = 500;
export const CLIENTS = 8;
/** An open loop runs for so long, after what it takes to come into step. */
const OPEN_MS = 3_000;
const INTO_STEP_MS = 500;
/** A median above it says that requests pile up: what is done within the window is not what was asked for in it. */
const MOST_BEHIND_MS = 500;
/** wrk is told whole seconds. */
const CLOSED_MS = 2_000;
const USERS = 10_000;
/** So little beside the load that the service is hardly asked more. At random times: at even ones each would meet the load alike. */
const PROBE_PER_S = 25;
const PROBE_SEED = 1;
/** No answer is waited for any longer. */
const TIMEOUT_MS = 60_000;

/** What a route is asked: the n-th request, round and round. */
export const REQUESTS: Record<Route, ClosedLoad['requests']> = {
  '/light': { count: 1, of: () => light },
  '/pooling/after': { count: USERS, of: (n) => findUser('after', userOf(n)) },
};

export interface Target {
  service: Pick<Service, 'url' | 'pid' | 'processes'>;
  client: Client;
  route: Route;
  signal: AbortSignal;
}

/** Requests of a window got no answer, or not the one that was expected. */
export class RequestsFailed extends Error {}

/** @throws RequestsFailed; DriverFailed. */
export async function openWindow(drivers: Drivers, target: Target): Promise<Window> {
  const { service, client, route } = target;
  using _precedence = raisePriority();
  await using loop = await drivers.open({
    ...{ client, url: service.url, request: REQUESTS[route].of(0), ratePerS: RATE_PER_S },
    longestMs: 10 * (OPEN_MS + INTO_STEP_MS),
  });
  await using probing = await startProbe(target);
  await sleep(INTO_STEP_MS);
  const [cpuSince, wakeUpsSince] = [startCpuAccount(service), startWakeUps(service)];
  const from = performance.now();
  await sleep(OPEN_MS);
  const until = performance.now();
  const [usedMs, wakeUps] = [cpuSince(1).cpu ?? Number.NaN, wakeUpsSince()];
  const { arrivals, driver } = await loop.stop();
  const isWithin = ({ intendedMs }: Arrival) => intendedMs >= from && intendedMs < until;
  const within = arrivals.filter(isWithin);
  const probes = (await probing.stop()).filter(isWithin);
  const { responseTime, lag, completed, problems } = summarizeArrivals(within, driver);
  if (completed < within.length) throw new RequestsFailed(JSON.stringify(problems));
  if (responseTime.quantileMs(0.5) > MOST_BEHIND_MS)
    throw new RequestsFailed('the service cannot keep up with the rate');
  const requests = completed + probes.length;
  return rounded({
    cpu_us: (1_000 * usedMs) / requests,
    ...{ p50_ms: responseTime.quantileMs(0.5), p99_ms: responseTime.quantileMs(0.99) },
    per_s: (1_000 * completed) / (until - from),
    ...{ lag_p50_ms: lag.quantileMs(0.5), sent_p50_ms: fromSending(within), probe_p50_ms: fromSending(probes) },
    ...{ wake_ups: wakeUps / requests, driver_us: costUs(driver, arrivals.length) },
  });
}

/** @throws RequestsFailed; DriverFailed. */
export async function closedWindow(drivers: Drivers, { service, client, route }: Target): Promise<Window> {
  const drive = drivers.closed({
    ...{ client, url: service.url, requests: REQUESTS[route] },
    ...{ clients: CLIENTS, durationMs: CLOSED_MS, check: isOk },
  });
  const [cpuSince, wakeUpsSince] = [startCpuAccount(service), startWakeUps(service)];
  const load = await drive();
  if (load.abandonedMs !== undefined) await sleep(load.abandonedMs);
  const { cpu = Number.NaN } = cpuSince(load.sent);
  const wakeUps = wakeUpsSince();
  if (load.failed > 0) throw new RequestsFailed(JSON.stringify(load.problems));
  const { p50_ms, p99_ms } = load.serviceTime === undefined ? percentilesOf(load) : quantilesOf(load.serviceTime);
  return rounded({
    ...{ cpu_us: 1_000 * cpu, p50_ms, p99_ms, per_s: load.perSecond },
    ...{ wake_ups: wakeUps / load.sent, driver_us: costUs(load.driver, load.sent) },
  });
}

function percentilesOf({ percentiles = { p50_ms: Number.NaN, p99_ms: Number.NaN } }: DrivenClosedLoop) {
  return percentiles;
}

/** The same few requests whoever drives, sent and timed by duet's client: a driver's own clock is not asked. */
async function startProbe({ service, route, signal }: Target) {
  const client = openClient(service.url, { connections: 4, timeoutMs: TIMEOUT_MS, signal });
  const schedule = poissonArrivals(PROBE_PER_S, 10 * (OPEN_MS + INTO_STEP_MS), PROBE_SEED);
  const loop = await startOpenLoop(client, REQUESTS[route].of, schedule);
  return {
    stop: () => loop.stop(),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await loop.stop();
    },
  };
}

/** The median latency from when requests were sent. */
function fromSending(arrivals: readonly Arrival[]): number {
  const histogram = new Histogram();
  for (const { sentMs, answeredMs } of arrivals) if (answeredMs !== undefined) histogram.record(answeredMs - sentMs);
  return histogram.quantileMs(0.5);
}

/** How often threads of a service have gone to sleep of their own accord, since the account was started. */
function startWakeUps(service: Target['service']): () => number {
  const read = () =>
    processesOf(service)
      .flatMap((pid) => listProc(`${pid}/task`).map((tid) => `${pid}/task/${tid}/status`))
      .reduce((sum, file) => sum + Number(procValue(file, 'voluntary_ctxt_switches') ?? 0), 0);
  const before = read();
  return () => read() - before;
}

const costUs = ({ userMs, systemMs }: DriverCost, requests: number) => (1_000 * (userMs + systemMs)) / requests;

const rounded = (window: Window): Window =>
  Object.fromEntries(
    Object.entries(window).map(([name, value]) => [name, Number(value.toPrecision(5))]),
  ) as unknown as Window;
