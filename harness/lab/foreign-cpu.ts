/**
 * CPU time that went to others while we measured: what kept the machine busy (/proc/stat), less our own processes and
 * the database's. Both accounts go in ticks of 10 ms and the first one is sampled, so over one short trial the
 * difference is good to some tens of ms only.
 */
import type { Database } from './postgres.ts';
import { hasProc, readProc } from './proc.ts';
import { machineAccount, readProcesses, treeCpuMs } from './process-accounts.ts';
import { findServerProcess } from './server-process.ts';

/** The processes that count as ours, by the roots of their trees; or why others cannot be told from them here. */
export type Ownership = { readonly roots: readonly number[] } | { readonly missing: string };

/** What others used in a window of time. */
export interface ForeignCpu {
  /** Never below 0. */
  cpuMs: number;
  elapsedMs: number;
}

export async function findOwnership(database: Pick<Database, 'source' | 'url'>): Promise<Ownership> {
  if (!hasProc) return { missing: 'CPU of other processes: it is read from /proc, which this system has not' };
  if (database.source === 'embedded') return { roots: [process.pid] };
  const server = await findServerProcess(database.url);
  if (server !== undefined) return { roots: [process.pid, server] };
  return {
    missing:
      'CPU of other processes: the server of DATABASE_URL is no process that can be seen from here, so its work cannot be told from theirs',
  };
}

/** Starts an account; the returned function closes it. Undefined where ours cannot be told from others'. */
export function startForeignAccount(ownership: Ownership): () => ForeignCpu | undefined {
  if ('missing' in ownership) return () => undefined;
  const before = readAccounts(ownership.roots);
  return () => {
    const after = readAccounts(ownership.roots);
    const foreignMs = after.machineMs - before.machineMs - (after.oursMs - before.oursMs);
    return { cpuMs: Math.max(0, foreignMs), elapsedMs: after.atMs - before.atMs };
  };
}

function readAccounts(roots: readonly number[]) {
  const atMs = performance.now();
  const machineMs = busyMs(readProc('stat') ?? '');
  return { atMs, machineMs, oursMs: treeCpuMs(readProcesses(), roots) };
}

/**
 * CPU time of the whole machine since it started, in ms, from the text of /proc/stat (proc_stat(5)). Time that the
 * hypervisor gave to somebody else (steal) is in it: it was as lost to us. Interrupts are not: those of our own
 * traffic cannot be told from others'.
 */
export function busyMs(stat: string): number {
  const { user, nice, system, steal } = machineAccount(stat);
  return user + nice + system + steal;
}
