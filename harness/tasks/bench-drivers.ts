/**
 * Do other load drivers read what duet's own does? vegeta beside it at a fixed rate, wrk and oha beside it with as many clients,
 * on a trivial route and on a pooled SELECT of both services, in turn within every round: CPU of the service per request,
 * latencies, rate. And what lies between them where they do not: how late each sent, what a probe read beside both, how often the
 * service woke up, what the driver itself needed, and what they read of a bare server. Writes the tables in
 * harness/load/README.md, and says what is within the targets.
 *
 *   bench-drivers.ts [--minutes 12] [--load both] [--kept]
 *
 * Every bench is a line in bench-drivers-runs.jsonl, which is committed; --kept measures nothing and writes the tables of what
 * is kept: of each kind of load, the last bench that has it. --load open gives all rounds to the open loops, closed to the
 * closed ones. After so many minutes no further round begins. Drivers that are not on PATH are named and left out.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { driversFound, type FoundDriver, KNOWN } from '../drivers/find.ts';
import { openDrivers } from '../drivers/open-drivers.ts';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { startForeignAccount } from '../lab/foreign-cpu.ts';
import type { Lab } from '../lab/lab.ts';
import { pinSelf, placement } from '../lab/placement.ts';
import { startChild } from '../lab/process.ts';
import { repositoryRoot } from '../lab/source.ts';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import { openClient } from '../load/client.ts';
import { DriverFailed, type Drivers, ownDrivers } from '../load/driver.ts';
import { warmUpUntilSteady } from '../load/warm-up.ts';
import { DRIVERS, type LoadKind, STACKS } from '../results/schema.ts';
import { newRunId, openLabIn } from '../runs/session.ts';
import { mean } from '../stats/quantiles.ts';
import { codeName } from './bench-code.ts';
import {
  type BenchedDriver,
  KEPT_FILE,
  type KeptBench,
  LOADS,
  lastOfEachLoad,
  OWN,
  ROUTES,
  type Route,
  type Subject,
  type Window,
} from './bench-drivers-kept.ts';
import { driversTable, targetLines } from './bench-drivers-table.ts';
import {
  CLIENTS,
  closedWindow,
  openWindow,
  RATE_PER_S,
  REQUESTS,
  RequestsFailed,
  type Target,
} from './bench-drivers-window.ts';
import { machineName } from './bench-machine.ts';
import { readPage } from './docs/pages.ts';
import { withPart } from './docs/written.ts';
import { keep, readKept } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '12' },
    load: { type: 'string', default: 'both' },
    kept: { type: 'boolean', default: false },
  },
});
const loads = LOADS.filter((load) => options.load === 'both' || options.load === load);
if (loads.length === 0) {
  console.error(`bench-drivers: --load ${options.load}: it is open, closed or both`);
  process.exit(EXIT.usage);
}

/** One driver of one load. */
interface Party {
  load: LoadKind;
  /** With its version. */
  name: string;
  drivers: Drivers;
}

try {
  if (!options.kept) keep(KEPT_FILE, await measure());
  const benches = readKept<KeptBench>(KEPT_FILE);
  const { file, text } = withPart(readPage('harness/load/README.md'), 'bench-drivers', driversTable(benches));
  writeFileSync(path.join(repositoryRoot, file), text);
  for (const line of targetLines(lastOfEachLoad(benches))) console.log(line);
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
  const parties = loads.flatMap(partiesOf);
  const open = parties.filter(({ load }) => load === 'open');
  const benched: BenchedDriver[] = [];
  const othersCores: number[] = [];
  const visit = async ({ stack, service, routes, parties, round }: Visit) => {
    await using client = openClient(service.url, { connections: 128, timeoutMs: 60_000, signal });
    for (const route of routes) {
      await warmUpUntilSteady(client, REQUESTS[route].of, CLIENTS);
      // The first is another one in every round.
      for (const index of parties.keys()) {
        signal.throwIfAborted();
        const party = parties[(index + round) % parties.length] as Party;
        console.error(`bench-drivers: round ${round + 1}  ${stack} ${route}  ${party.load} ${party.name}`);
        const foreign = startForeignAccount(lab.ownership);
        const window = await windowOf(party, { service, client, route, signal }, () => lab.death() ?? service.death());
        const { cpuMs, elapsedMs } = foreign() ?? { cpuMs: 0, elapsedMs: 1 };
        othersCores.push(cpuMs / elapsedMs);
        const cell = { stack, route, load: party.load, driver: party.name };
        (find(benched, cell) ?? begin(benched, cell)).windows[round] = window;
      }
    }
  };
  pinSelf();
  for (let round = 0; round === 0 || performance.now() < endMs; round++) {
    for (const stack of STACKS) {
      await using service = await lab.startService(stack, { logName: `${stack}-${round + 1}` });
      await visit({ stack, service, routes: ROUTES, parties, round });
    }
    if (open.length === 0) continue;
    await using bare = await startBare(workplace);
    await visit({ stack: 'bare', service: bare, routes: ['/light'], parties: open, round });
  }
  return {
    ...circumstances,
    ...{ others_cores: Number(mean(othersCores).toPrecision(5)), rate_per_s: RATE_PER_S, clients: CLIENTS },
    drivers: benched,
  };
}

/** A service in one round, with what is asked of it by whom. */
interface Visit {
  stack: Subject;
  service: Target['service'] & Pick<Lab, 'death'>;
  routes: readonly Route[];
  parties: readonly Party[];
  round: number;
}

/** A bare server, which answers every route in the same way, on the core of the services. */
async function startBare(workplace: Workplace) {
  const child = await startChild(workplace, {
    what: 'the bare server',
    command: process.execPath,
    args: [fileURLToPath(new URL('./bench-driver-server.ts', import.meta.url))],
    env: {},
    cores: placement.service,
    logFile: path.join(workplace.dir, 'logs', 'bare.log'),
    readyWhen: (line) => (/^\d+$/.test(line) ? { listening: `http://127.0.0.1:${line}` } : undefined),
  });
  return { ...child, url: child.ready.listening as string };
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

/** Null, and said, where the driver failed or a request did. */
async function windowOf(party: Party, target: Target, death: Lab['death']): Promise<Window | null> {
  try {
    return await (party.load === 'open' ? openWindow(party.drivers, target) : closedWindow(party.drivers, target));
  } catch (error) {
    const died = death();
    if (died !== undefined) throw new DuetError(died);
    if (!(error instanceof DriverFailed || error instanceof RequestsFailed)) throw error;
    console.error(`bench-drivers: ${party.name} on ${target.route}: ${error.message}`);
    return null;
  }
}
