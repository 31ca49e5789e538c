/** Which part keeps which core busy: the service, the database, the load driver. */
import { availableParallelism } from 'node:os';
import type { Sample } from '../results/schema.ts';
import { familyCpuMs, startGroupCpu } from './cpu-time.ts';
import { placement } from './placement.ts';
import type { Database } from './postgres.ts';
import { hasProc } from './proc.ts';
import { endedChildrenMs } from './process-accounts.ts';
import type { Service } from './services.ts';

export type Busy = NonNullable<Sample['busy']>;

type Part = keyof Busy[number];

/** Parts that share a core stand together. Asked at once: later this process is pinned to one core. */
const sharers: Part[][] = makeSharers();

function makeSharers(): Part[][] {
  if (availableParallelism() === 1) return [['service', 'database', 'driver']];
  if (placement.service === undefined) return [['service'], ['database'], ['driver']];
  return [['service'], ['database', 'driver']];
}

/**
 * Starts the account. The returned function says what each part used since, as fraction of one core; undefined
 * without /proc. A database that is not our own has no account: it may be on another machine.
 * The function takes the length of the load, in ms, where that is less than the time since the start: a driver that is a
 * program starts and ends within the account.
 */
export function startBusyAccount(
  { pid: database }: Database,
  { pid: service }: Service,
): (loadMs?: number) => Busy | undefined {
  if (!hasProc) return () => undefined;
  const accounts: Record<Part, () => number | undefined> = {
    service: startGroupCpu(service),
    database: database === undefined ? () => undefined : startFamilyCpu(database),
    driver: startOwnCpu(),
  };
  const startedMs = performance.now();
  return (loadMs) => {
    const elapsedMs = loadMs ?? performance.now() - startedMs;
    const share = (part: Part) => {
      const cpuMs = accounts[part]();
      return cpuMs === undefined ? [] : [[part, cpuMs / elapsedMs]];
    };
    const cores = sharers.map((parts) => Object.fromEntries(parts.flatMap(share)) as Busy[number]);
    return cores.filter((core) => Object.keys(core).length > 0);
  };
}

function startFamilyCpu(parent: number): () => number | undefined {
  const before = familyCpuMs(parent);
  return () => {
    const after = familyCpuMs(parent);
    return before === undefined || after === undefined ? undefined : after - before;
  };
}

/** The driver is this process, or a program that it runs to its end. */
function startOwnCpu(): () => number {
  const before = process.cpuUsage();
  const childrenMs = () => Object.values(endedChildrenMs()).reduce((sum, ms) => sum + ms);
  const childrenBefore = childrenMs();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 + childrenMs() - childrenBefore;
  };
}
