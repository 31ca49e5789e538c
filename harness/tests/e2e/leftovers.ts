/** What a run has running, and what is left of it afterwards: processes, ports, work folders. Linux only. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasProc, listProc, processIds, readProc, readStat } from '../../lab/proc.ts';
import { processStartTime } from '../../lab/process-table.ts';
import { readLease } from '../../lab/workplace.ts';
import { PLACE, type Place } from './place.ts';

export interface SeenProcess {
  pid: number;
  started: string;
  command: string;
}

/** The reason to skip a test that looks at processes, where /proc is missing. */
export const noProc = hasProc ? undefined : 'needs /proc to look at processes';

/** The processes of a run as its lease lists them: what each one is, by its pid. A run that ends meanwhile has none. */
export function leasedProcesses(place: Place): Map<string, number> {
  const groups = readdirSync(place.work).flatMap((name) => {
    return readLease(join(place.work, name))?.groups ?? [];
  });
  return new Map(groups.map(({ pid, what }) => [what, pid]));
}

/** A process and all its descendants, groups and sessions regardless. */
export function descendants(pid: number): SeenProcess[] {
  const parents = processIds().map((each) => ({ pid: each, parent: Number(readStat(each)?.(4)) }));
  const family = [pid];
  for (const ancestor of family) family.push(...parents.filter((one) => one.parent === ancestor).map((one) => one.pid));
  return family.flatMap(seen);
}

function seen(pid: number): SeenProcess[] {
  const started = processStartTime(pid);
  return started === undefined ? [] : [{ pid, started, command: commandOf(pid) }];
}

export function endProcesses(processes: SeenProcess[]): void {
  for (const { pid } of processes.filter(isAlive)) process.kill(pid, 'SIGKILL');
}

/**
 * What is left of a run that has ended, in words: processes of its family, any process that knows its place,
 * ports that its logs name, work folders. The kernel gets a moment to bury the killed.
 */
export async function leftovers(place: Place, family: SeenProcess[]): Promise<string[]> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 50; attempt++) {
    const strangers = processesOf(place);
    left = [
      ...family.filter(isAlive).map(({ pid, command }) => `process ${pid}: ${command}`),
      ...strangers.map(({ pid, command }) => `process ${pid} in the place: ${command}`),
      ...(await openPorts(place)),
      ...(existsSync(place.work) ? readdirSync(place.work).map((name) => `work folder ${name}`) : []),
    ];
    if (left.length === 0) return [];
    await sleep(20);
  }
  return left;
}

/** The processes that show that they belong to a place. */
export const processesOf = (place: Place): SeenProcess[] =>
  processIds()
    .filter((pid) => pid !== process.pid && knows(pid, place.dir))
    .flatMap(seen);

export const isAlive = ({ pid, started }: SeenProcess) => processStartTime(pid) === started;

const textOf = (pid: number, file: string) => readProc(`${pid}/${file}`) ?? '';

const commandOf = (pid: number) => textOf(pid, 'cmdline').replaceAll('\0', ' ').trim();

/** What a process shows of where it belongs: its environment, its command and its working directory. */
function tracesOf(pid: number): string {
  const cwd = () => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`);
    } catch {
      return '';
    }
  };
  return [textOf(pid, 'environ'), textOf(pid, 'cmdline'), cwd()].join('\0');
}

const knows = (pid: number, dir: string) => tracesOf(pid).includes(dir);

/** The ports in the logs of the place's runs on which something still listens that does not belong to another place. */
async function openPorts(place: Place): Promise<string[]> {
  if (!existsSync(place.out)) return [];
  const logs = readdirSync(place.out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
  const texts = logs.map((name) => readFileSync(join(place.out, name), 'utf8')).join('\n');
  const ports = new Set([...texts.matchAll(/127\.0\.0\.1(?:", port |:)(\d+)/g)].map((match) => Number(match[1])));
  const open: number[] = [];
  for (const port of ports) if (await listens(port)) open.push(port);
  return open.filter((port) => !isOfAnotherPlace(port, place)).map((port) => `port ${port}`);
}

/** Whether a test beside this one was given the port, once the run of this place had left it. */
function isOfAnotherPlace(port: number, place: Place): boolean {
  const sockets = listeningSockets(port);
  const owners = processIds().filter((pid) => socketsOf(pid).some((socket) => sockets.includes(socket)));
  const isOther = (traces: string) => traces.includes(PLACE) && !traces.includes(place.dir);
  return owners.length > 0 && owners.map(tracesOf).every(isOther);
}

/** As the links under /proc/PID/fd name them. */
function listeningSockets(port: number): string[] {
  const lines = (readProc('net/tcp') ?? '').split('\n').slice(1);
  const fields = lines.map((line) => line.trim().split(/\s+/));
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const LISTEN = '0A';
  const found = fields.filter(([, local, , state]) => local?.endsWith(end) && state === LISTEN);
  return found.map((each) => `socket:[${each[9]}]`);
}

function socketsOf(pid: number): string[] {
  try {
    return listProc(`${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return []; // it has ended
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
