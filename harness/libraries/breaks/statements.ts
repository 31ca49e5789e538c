/** Watching from outside whether a statement of a library runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { groupMembers } from '../../lab/process-table.ts';
import { openFiles, tcpSockets } from '../../lab/tcp-sockets.ts';
import type { LibraryProcess } from '../library-process.ts';
import type { Session } from './break-trial.ts';

/** Every look reads what all processes have open. */
const STEP_MS = 25;

/** Whether a process of the library waits for a statement that sleeps; of any library where the system does not tell whose. */
export async function isSleeping({ client }: Session, { pid }: Pick<LibraryProcess, 'pid'>): Promise<boolean> {
  const { rows } = await client.query<{ client_port: number }>(`
    SELECT client_port FROM pg_stat_activity
    WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep(%'`);
  const ports = localPorts(groupMembers(pid));
  return rows.some(({ client_port }) => ports?.has(client_port) ?? true);
}

function localPorts(pids: readonly number[]): Set<number> | undefined {
  const sockets = tcpSockets();
  if (sockets === undefined) return undefined;
  const own = new Set(pids.flatMap(openFiles));
  return new Set(sockets.filter(({ link }) => own.has(link)).map(({ localPort }) => localPort));
}

/** @returns the time until it was so, in ms; undefined where that took longer than is waited. */
export async function timeUntil(
  isSo: () => Promise<boolean>,
  { withinMs, signal }: { withinMs: number; signal: AbortSignal },
): Promise<number | undefined> {
  const startedMs = performance.now();
  for (;;) {
    signal.throwIfAborted();
    if (await isSo()) return performance.now() - startedMs;
    if (performance.now() - startedMs > withinMs) return undefined;
    await sleep(STEP_MS);
  }
}
