/** Which part keeps which core busy: the service, the database, the load driver. */
import type { Sample } from '../results/schema.ts';
import { familyCpuMs, startGroupCpu } from './cpu-time.ts';
import { coreCount, type Placement, placement } from './placement.ts';
import type { Database } from './postgres.ts';
import { hasProc } from './proc.ts';
import { endedChildrenMs } from './process-accounts.ts';
import type { Service } from './services.ts';

export type Busy = NonNullable<Sample['busy']>;

type Part = keyof Busy[number];

/** Parts that share a core stand together; of those that are not pinned each stands alone. */
export function sharersOf(placed: Pick<Placement, 'service' | 'database' | 'rest'>, cores: number): Part[][] {
  if (cores === 1) return [['service', 'database', 'driver']];
  const parts = [
    { part: 'service', on: placed.service },
    { part: 'database', on: placed.database },
    { part: 'driver', on: placed.rest },
  ] as const;
  const groups = Map.groupBy(parts, ({ part, on }) => on?.join() ?? part);
  return [...groups.values()].map((some) => some.map(({ part }) => part));
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
    const cores = sharersOf(placement, coreCount).map(
      (parts) => Object.fromEntries(parts.flatMap(share)) as Busy[number],
    );
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
