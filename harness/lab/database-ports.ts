/** By which ports PostgreSQL, or a pooler before it, is known on this machine: whoever is connected to one uses a database. */
import { statSync } from 'node:fs';
import { processIds, readProc, readStat, STAT } from './proc.ts';
import { openFiles, type TcpSocket } from './tcp-sockets.ts';

/** The ports of PostgreSQL and of PgBouncer by default. */
const USUAL = [5432, 6432];
/** As the kernel calls them (proc_pid_comm(5)). */
const SERVERS = ['postgres', 'postmaster', 'pgbouncer', 'pgcat', 'odyssey'];
/** What a service is told: addresses, name=value pairs, and variables such as PGPORT and DB_PORT. */
const TOLD = [
  /\bpostgres(?:ql)?(?:\+\w+)?:\/\/[^\s/?]*:(\d+)(?=[/?\s]|$)/g,
  /\bport=(\d+)\s.*\bdbname=|\bdbname=.*\sport=(\d+)/g,
  /^\w*(?:PG|DB|POSTGRES|DATABASE)\w*PORT=(\d+)$/g,
];

/** @param sockets of this machine. @param service its processes: they may be told of a server elsewhere. */
export function databasePorts(sockets: readonly TcpSocket[], service: readonly number[]): Set<number> {
  return new Set([...USUAL, ...service.flatMap(portsToldTo), ...portsServed(sockets)]);
}

/** In the variables and the arguments of a process. */
function portsToldTo(pid: number): number[] {
  const texts = ['environ', 'cmdline'].flatMap((file) => readProc(`${pid}/${file}`)?.split('\0') ?? []);
  return texts.flatMap(portsIn);
}

export function portsIn(text: string): number[] {
  return TOLD.flatMap((pattern) => [...text.matchAll(pattern)].map(([, one, other]) => Number(one ?? other)));
}

/** On which servers of this machine listen. What another user's have open is not to be seen, only whose it is. */
function portsServed(sockets: readonly TcpSocket[]): number[] {
  const named = new Map(processIds().map((pid) => [pid, readStat(pid)]));
  const isServer = (pid: number) => SERVERS.includes(named.get(pid)?.(2) ?? '');
  // The first process of each: its backends do not listen.
  const servers = [...named.keys()].filter((pid) => isServer(pid) && !isServer(Number(named.get(pid)?.(STAT.parent))));
  const files = new Set(servers.flatMap(openFiles));
  const strangers = new Set(servers.map(userOf).filter((uid) => uid !== undefined && uid !== process.geteuid?.()));
  return sockets
    .filter(({ state, link, uid }) => state === 'listening' && (files.has(link) || strangers.has(uid)))
    .map(({ localPort }) => localPort);
}

function userOf(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}`).uid;
  } catch {
    return undefined; // it has ended
  }
}
