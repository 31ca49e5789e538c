/** Which processes of this machine listen on a TCP port (proc_net_tcp(5), and the links under /proc/PID/fd). */
import { createServer } from 'node:net';
import { listProc, processIds, procLink, readProc } from './proc.ts';

/** A socket that listens, and who has it open. */
interface Listener {
  /** The user that made the socket. */
  uid: number;
  /** Empty where they are not to be seen: those of another user, or of another container. */
  pids: number[];
}

const LISTEN = '0A';
const TABLES = ['net/tcp', 'net/tcp6'];

/** @returns undefined where the system does not tell. */
export function listenersOn(port: number): Listener[] | undefined {
  const tables = TABLES.map(readProc).filter((table) => table !== undefined);
  if (tables.length === 0) return undefined;
  const sockets = tables.flatMap((table) => listening(table, port));
  if (sockets.length === 0) return [];
  const owners = new Map(sockets.map(({ inode }) => [`socket:[${inode}]`, [] as number[]]));
  for (const pid of processIds()) for (const socket of openFiles(pid)) owners.get(socket)?.push(pid);
  return sockets.map(({ uid, inode }) => ({ uid, pids: [...new Set(owners.get(`socket:[${inode}]`))] }));
}

/** From the text of /proc/net/tcp: addresses end in the port, in hexadecimal digits. */
function listening(table: string, port: number): { uid: number; inode: string }[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = table.split('\n').map((line) => line.trim().split(/\s+/));
  return lines
    .filter(([, local, , state]) => state === LISTEN && local?.endsWith(end))
    .map((fields) => ({ uid: Number(fields[7]), inode: fields[9] as string }));
}

/** Whether a socket that listens here is in those tables at all: not every kernel that has them fills them. */
export async function tellsListeners(): Promise<boolean> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = listenersOn((server.address() as { port: number }).port);
  await new Promise((resolve) => server.close(resolve));
  return found?.some(({ pids }) => pids.includes(process.pid)) ?? false;
}

/** Empty for those of another user. */
const openFiles = (pid: number): string[] =>
  listProc(`${pid}/fd`)
    .map((fd) => procLink(`${pid}/fd/${fd}`))
    .filter((link) => link !== undefined);
