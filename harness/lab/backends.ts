/** The processes of a PostgreSQL server that work for a service: each connection has one of its own. */
import { startProcessesCpu } from './cpu-time.ts';
import { hasProc, processIds, readProc, readStat, STAT } from './proc.ts';
import { openFiles, tcpSockets } from './tcp-sockets.ts';

/** What a backend calls itself: "postgres: user database 127.0.0.1(41234) idle". Its client's port stands in it. */
const TITLE = /^postgres: .*\((\d+)\)/;

/** @param server its first process. @param clients the processes of the service. */
export function backendsOf(server: number, clients: readonly number[]): number[] {
  const links = new Set(clients.flatMap(openFiles));
  const ports = new Set((tcpSockets() ?? []).filter(({ link }) => links.has(link)).map(({ localPort }) => localPort));
  return processIds().filter((pid) => {
    const parent = Number(readStat(pid)?.(STAT.parent));
    return parent === server && ports.has(clientPortOf(readProc(`${pid}/cmdline`) ?? ''));
  });
}

/** NaN where the title has none. */
export const clientPortOf = (title: string): number => Number(TITLE.exec(title)?.[1]);

/**
 * CPU time (ms) of the backends of a service from now on; undefined where the kernel does not tell. What a backend did that
 * ends meanwhile is missing: that of a connection which lives for one request.
 */
export function startBackendsCpu(server: number, clients: () => readonly number[]): () => number | undefined {
  if (!hasProc) return () => undefined;
  return startProcessesCpu(() => backendsOf(server, clients()));
}
