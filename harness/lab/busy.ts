/** Which part keeps which core busy: the service, the database, the load driver. */
import { availableParallelism } from 'node:os';
import type { Sample } from '../results/schema.ts';
import { familyCpuMs, groupCpuMs } from './cpu-time.ts';
import { placement } from './placement.ts';
import type { Database } from './postgres.ts';
import { hasProc } from './process-table.ts';
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
 */
export function startBusyAccount({ pid: database }: Database, { pid: service }: Service): () => Busy | undefined {
  if (!hasProc) return () => undefined;
  const before = readAccounts();
  return () => {
    const after = readAccounts();
    const elapsedMs = after.atMs - before.atMs;
    const share = (part: Part) => {
      const [from, to] = [before.parts[part], after.parts[part]];
      return from === undefined || to === undefined ? [] : [[part, (to - from) / elapsedMs]];
    };
    const cores = sharers.map((parts) => Object.fromEntries(parts.flatMap(share)) as Busy[number]);
    return cores.filter((core) => Object.keys(core).length > 0);
  };

  function readAccounts() {
    const { user, system } = process.cpuUsage();
    const parts: Partial<Record<Part, number | undefined>> = {
      service: groupCpuMs(service),
      database: database === undefined ? undefined : familyCpuMs(database),
      driver: (user + system) / 1_000,
    };
    return { atMs: performance.now(), parts };
  }
}
