/**
 * Do other load drivers read what duet's own does? vegeta beside it at a fixed rate, wrk and oha beside it with as many clients,
 * on a trivial route and on a pooled SELECT of both services, in turn within every round: CPU of the service per request,
 * latencies, rate. Writes the table in harness/load/README.md, and says what is within the targets.
 *
 *   bench-drivers.ts [--minutes 12] [--kept]
 *
 * Every bench is a line in bench-drivers-runs.jsonl, which is committed; --kept measures nothing and writes the table of the
 * last. After so many minutes no further round begins. Drivers that are not on PATH are named and left out.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { driversFound, type FoundDriver, KNOWN } from '../drivers/find.ts';
import { openDrivers } from '../drivers/open-drivers.ts';
import { DuetError } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { startForeignAccount } from '../lab/foreign-cpu.ts';
import type { Lab } from '../lab/lab.ts';
import { pinSelf } from '../lab/placement.ts';
import { raisePriority } from '../lab/priority.ts';
import type { Service } from '../lab/services.ts';
import { repositoryRoot } from '../lab/source.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { type Client, type HttpRequest, openClient } from '../load/client.ts';
import { type ClosedLoad, type DrivenClosedLoop, DriverFailed, type Drivers, ownDrivers } from '../load/driver.ts';
import { quantilesOf } from '../load/histogram.ts';
import { summarizeArrivals } from '../load/open-loop.ts';
import { isOk } from '../load/outcome.ts';
import { warmUpUntilSteady } from '../load/warm-up.ts';
import { light } from '../patterns/light-requests.ts';
import { startCpuAccount } from '../patterns/pattern.ts';
import { request as findUser, userOf } from '../patterns/pooling.ts';
import { DRIVERS, type LoadKind, STACKS } from '../results/schema.ts';
import { newRunId, openLabIn } from '../runs/session.ts';
import { mean } from '../stats/quantiles.ts';
import { codeName } from './bench-code.ts';
import {
  type BenchedDriver,
  driversTable,
  type KeptBench,
  keep,
  OWN,
  ROUTES,
  type Route,
  readKept,
  targetLines,
  type Window,
} from './bench-drivers-table.ts';
import { machineName } from './bench-machine.ts';
import { readPage } from './docs/pages.ts';
import { withPart } from './docs/written.ts';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '12' }, kept: { type: 'boolean', default: false } },
});

const RATE_PER_S = 500;
const CLIENTS = 8;
/** An open loop runs for so long, after what it takes to come into step. */
const OPEN_MS = 3_000;
const INTO_STEP_MS = 500;
/** A median above it says that requests pile up: what is done within the window is not what was asked for in it. */
const MOST_BEHIND_MS = 500;
/** wrk is told whole seconds. */
const CLOSED_MS = 2_000;
const USERS = 10_000;

/** What a route is asked: the n-th request, round and round. */
const REQUESTS: Record<Route, ClosedLoad['requests']> = {
  '/light': { count: 1, of: () => light },
  '/pooling/after': { count: USERS, of: (n) => findUser('after', userOf(n)) },
};

interface Target {
  service: Service;
  client: Client;
  route: Route;
}

/** One driver of one load. */
interface Party {
  load: LoadKind;
  /** With its version. */
  name: string;
  drivers: Drivers;
}

/** Requests of a window got no answer, or not the one that was expected. */
class RequestsFailed extends Error {}

try {
  if (!options.kept) keep(await measure());
  const { file, text } = withPart(readPage('harness/load/README.md'), 'bench-drivers', driversTable(readKept()));
  writeFileSync(path.join(repositoryRoot, file), text);
  for (const line of targetLines(readKept().at(-1) as KeptBench)) console.log(line);
  console.log(file);
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-drivers: ${error.message}${error.hint === undefined ? '' : `; ${error.hint}`}`);
  process.exitCode = error.exitCode;
}

async function measure(): Promise<KeptBench> {
  const signal = abortOnSignals();
  const endMs = performance.now() + Number(options.minutes) * 60_000;
  const circumstances = {
    at: new Date().toISOString(),
    commit: await codeName(),
    machine: machineName(),
  };
  const found = driversFound();
  for (const name of DRIVERS.filter((one) => !found.some((driver) => driver.name === one))) {
    console.error(`bench-drivers: ${name} is not on PATH and left out (${KNOWN[name].install})`);
  }
  const out = path.join(repositoryRoot, 'out');
  await using workplace = openWorkplace(newRunId('bench'));
  await using lab = await openLabIn(workplace, { out, logDir: path.join(workplace.dir, 'logs'), signal });
  const partiesOf = (load: LoadKind): Party[] => {
    const others = found.filter((driver) => driver.load === load);
    const opened = (driver: FoundDriver) => openDrivers([driver], { workplace, signal });
    return [
      { load, name: OWN, drivers: ownDrivers },
      ...others.map((driver) => ({ load, name: `${driver.name} ${driver.version}`, drivers: opened(driver) })),
    ];
  };
  const parties = [...partiesOf('open'), ...partiesOf('closed')];
  const benched: BenchedDriver[] = [];
  const othersCores: number[] = [];
  pinSelf();
  for (let round = 0; round === 0 || performance.now() < endMs; round++) {
    for (const stack of STACKS) {
      await using service = await lab.startService(stack, { logName: `${stack}-${round + 1}` });
      await using client = openClient(service.url, { connections: 128, timeoutMs: 60_000, signal });
      for (const route of ROUTES) {
        const target = { service, client, route };
        await warmUpUntilSteady(client, REQUESTS[route].of, CLIENTS);
        // The first is another one in every round.
        for (const index of parties.keys()) {
          signal.throwIfAborted();
          const party = parties[(index + round) % parties.length] as Party;
          console.error(`bench-drivers: round ${round + 1}  ${stack} ${route}  ${party.load} ${party.name}`);
          const foreign = startForeignAccount(lab.ownership);
          const window = await windowOf(party, target, lab);
          const { cpuMs, elapsedMs } = foreign() ?? { cpuMs: 0, elapsedMs: 1 };
          othersCores.push(cpuMs / elapsedMs);
          const cell = { stack, route, load: party.load, driver: party.name };
          (find(benched, cell) ?? begin(benched, cell)).windows[round] = window;
        }
      }
    }
  }
  return {
    ...circumstances,
    ...{ others_cores: rounded(mean(othersCores)), rate_per_s: RATE_PER_S, clients: CLIENTS, drivers: benched },
  };
}

type Cell = Omit<BenchedDriver, 'windows'>;

function find(benched: readonly BenchedDriver[], { stack, route, load, driver }: Cell): BenchedDriver | undefined {
  return benched.find((one) => {
    return one.stack === stack && one.route === route && one.load === load && one.driver === driver;
  });
}

function begin(benched: BenchedDriver[], cell: Cell): BenchedDriver {
  const begun = { ...cell, windows: [] };
  benched.push(begun);
  return begun;
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** Null, and said, where the driver failed or a request did. */
async function windowOf(party: Party, target: Target, lab: Lab): Promise<Window | null> {
  try {
    const window = await (party.load === 'open'
      ? openWindow(party.drivers, target)
      : closedWindow(party.drivers, target));
    const { lag_p50_ms: lag } = window;
    return {
      ...{ cpu_us: rounded(window.cpu_us), p50_ms: rounded(window.p50_ms), p99_ms: rounded(window.p99_ms) },
      ...{ per_s: rounded(window.per_s), ...(lag === undefined ? {} : { lag_p50_ms: rounded(lag) }) },
    };
  } catch (error) {
    const death = lab.death() ?? target.service.death();
    if (death !== undefined) throw new DuetError(death);
    if (!(error instanceof DriverFailed || error instanceof RequestsFailed)) throw error;
    console.error(`bench-drivers: ${party.name} on ${target.route}: ${error.message}`);
    return null;
  }
}

async function openWindow(drivers: Drivers, { service, client, route }: Target): Promise<Window> {
  const request: HttpRequest = REQUESTS[route].of(0);
  using _precedence = raisePriority();
  await using loop = await drivers.open({
    ...{ client, url: service.url, request, ratePerS: RATE_PER_S },
    longestMs: 10 * (OPEN_MS + INTO_STEP_MS),
  });
  await sleep(INTO_STEP_MS);
  const cpuSince = startCpuAccount(service);
  const from = performance.now();
  await sleep(OPEN_MS);
  const until = performance.now();
  const usedMs = cpuSince(1).cpu ?? Number.NaN;
  const { arrivals, driver } = await loop.stop();
  const within = arrivals.filter(({ intendedMs }) => intendedMs >= from && intendedMs < until);
  const { responseTime, lag, completed, problems } = summarizeArrivals(within, driver);
  if (completed < within.length) throw new RequestsFailed(JSON.stringify(problems));
  if (responseTime.quantileMs(0.5) > MOST_BEHIND_MS)
    throw new RequestsFailed('the service cannot keep up with the rate');
  return {
    cpu_us: (1_000 * usedMs) / completed,
    ...{ p50_ms: responseTime.quantileMs(0.5), p99_ms: responseTime.quantileMs(0.99) },
    lag_p50_ms: lag.quantileMs(0.5),
    per_s: (1_000 * completed) / (until - from),
  };
}

async function closedWindow(drivers: Drivers, { service, client, route }: Target): Promise<Window> {
  const drive = drivers.closed({
    ...{ client, url: service.url, requests: REQUESTS[route] },
    ...{ clients: CLIENTS, durationMs: CLOSED_MS, check: isOk },
  });
  const cpuSince = startCpuAccount(service);
  const load = await drive();
  if (load.abandonedMs !== undefined) await sleep(load.abandonedMs);
  const { cpu = Number.NaN } = cpuSince(load.sent);
  if (load.failed > 0) throw new RequestsFailed(JSON.stringify(load.problems));
  const { p50_ms, p99_ms } = load.serviceTime === undefined ? percentilesOf(load) : quantilesOf(load.serviceTime);
  return { cpu_us: 1_000 * cpu, p50_ms, p99_ms, per_s: load.perSecond };
}

function percentilesOf({ percentiles = { p50_ms: Number.NaN, p99_ms: Number.NaN } }: DrivenClosedLoop) {
  return percentiles;
}
