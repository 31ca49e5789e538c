/** Which processes of this machine listen on a TCP port. */
import { createServer } from 'node:net';
import { processIds } from './proc.ts';
import { openFiles, tcpSockets } from './tcp-sockets.ts';

/** A socket that listens, and who has it open. */
interface Listener {
  /** The user that made the socket. */
  uid: number;
  /** Empty where they are not to be seen: those of another user, or of another container. */
  pids: number[];
}

/** @returns undefined where the system does not tell. */
export function listenersOn(port: number): Listener[] | undefined {
  const all = tcpSockets();
  if (all === undefined) return undefined;
  const sockets = all.filter(({ state, localPort }) => state === 'listening' && localPort === port);
  if (sockets.length === 0) return [];
  const owners = new Map(sockets.map(({ link }) => [link, [] as number[]]));
  for (const pid of processIds()) for (const file of openFiles(pid)) owners.get(file)?.push(pid);
  return sockets.map(({ uid, link }) => ({ uid, pids: [...new Set(owners.get(link))] }));
}

/** The ports on which some processes listen. */
export function portsOf(pids: readonly number[]): number[] {
  const links = new Set(pids.flatMap(openFiles));
  const own = (tcpSockets() ?? []).filter(({ state, link }) => state === 'listening' && links.has(link));
  return [...new Set(own.map(({ localPort }) => localPort))].sort((one, other) => one - other);
}

/** Whether a socket that listens here is in those tables at all: not every kernel that has them fills them. */
export async function tellsListeners(): Promise<boolean> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = listenersOn((server.address() as { port: number }).port);
  await new Promise((resolve) => server.close(resolve));
  return found?.some(({ pids }) => pids.includes(process.pid)) ?? false;
}
