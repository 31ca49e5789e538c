/** The TCP sockets of this machine, as the kernel lists them (proc_net_tcp(5)), and who has them open. */
import { listProc, procLink, readProc } from './proc.ts';

export interface TcpSocket {
  state: 'listening' | 'established' | 'other';
  localPort: number;
  /** 0 of one that listens. */
  remotePort: number;
  /** The user that made it. */
  uid: number;
  /** As the links under /proc/PID/fd name it. */
  link: string;
}

const TABLES = ['net/tcp', 'net/tcp6'];
const STATES: Record<string, TcpSocket['state']> = { '0A': 'listening', '01': 'established' };

/** The sockets of both address families; undefined where the system does not tell. */
export function tcpSockets(): TcpSocket[] | undefined {
  const tables = TABLES.map(readProc).filter((table) => table !== undefined);
  return tables.length === 0 ? undefined : tables.flatMap(socketsIn);
}

/** From the text of /proc/net/tcp: a line of titles, then a socket on each. */
export function socketsIn(table: string): TcpSocket[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 9)
    .map(([, local = '', remote = '', state = '', , , , uid, , inode]) => ({
      state: STATES[state] ?? 'other',
      localPort: portOf(local),
      remotePort: portOf(remote),
      uid: Number(uid),
      link: `socket:[${inode}]`,
    }));
}

/** Addresses end in the port, in hexadecimal digits. */
const portOf = (address: string): number => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);

/** What a process has open, as links; empty for those of another user. */
export const openFiles = (pid: number): string[] =>
  listProc(`${pid}/fd`)
    .map((fd) => procLink(`${pid}/fd/${fd}`))
    .filter((link) => link !== undefined);
