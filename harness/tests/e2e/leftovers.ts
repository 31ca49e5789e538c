/** What a run has running, and what is left of it afterwards: processes, ports, work folders. Linux only. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStartTime } from '../../lab/process-table.ts';
import type { Place } from './place.ts';

export interface SeenProcess {
  pid: number;
  started: string;
  command: string;
}

/** The reason to skip a test that looks at processes, where /proc is missing. */
export const noProc = existsSync('/proc/self/stat') ? undefined : 'needs /proc to look at processes';

/** The processes of a run as its lease lists them: what each one is, by its pid. */
export function leasedProcesses(place: Place): Map<string, number> {
  const groups = readdirSync(place.work).flatMap((name) => {
    const lease = JSON.parse(readFileSync(join(place.work, name, 'lease.json'), 'utf8'));
    return lease.groups as { pid: number; what: string }[];
  });
  return new Map(groups.map(({ pid, what }) => [what, pid]));
}

/** A process and all its descendants, groups and sessions regardless. */
export function descendants(pid: number): SeenProcess[] {
  const parents = allPids().flatMap((each) => {
    const stat = readProc(each, 'stat');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return stat === '' ? [] : [{ pid: each, parent }];
  });
  const family = [pid];
  for (const ancestor of family) family.push(...parents.filter((one) => one.parent === ancestor).map((one) => one.pid));
  return family.flatMap((each) => {
    const started = processStartTime(each);
    return started === undefined ? [] : [{ pid: each, started, command: commandOf(each) }];
  });
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
    const strangers = allPids().filter((pid) => pid !== process.pid && knows(pid, place.dir));
    left = [
      ...family.filter(isAlive).map(({ pid, command }) => `process ${pid}: ${command}`),
      ...strangers.map((pid) => `process ${pid} in the place: ${commandOf(pid)}`),
      ...(await openPorts(place)),
      ...(existsSync(place.work) ? readdirSync(place.work).map((name) => `work folder ${name}`) : []),
    ];
    if (left.length === 0) return [];
    await sleep(20);
  }
  return left;
}

export const isAlive = ({ pid, started }: SeenProcess) => processStartTime(pid) === started;

function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

const commandOf = (pid: number) => readProc(pid, 'cmdline').replaceAll('\0', ' ').trim();

function knows(pid: number, dir: string): boolean {
  const cwd = () => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`);
    } catch {
      return '';
    }
  };
  return readProc(pid, 'environ').includes(dir) || readProc(pid, 'cmdline').includes(dir) || cwd().startsWith(dir);
}

/** The ports in the logs of the place's runs on which something still listens. */
async function openPorts(place: Place): Promise<string[]> {
  if (!existsSync(place.out)) return [];
  const logs = readdirSync(place.out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
  const texts = logs.map((name) => readFileSync(join(place.out, name), 'utf8')).join('\n');
  const ports = new Set([...texts.matchAll(/127\.0\.0\.1(?:", port |:)(\d+)/g)].map((match) => Number(match[1])));
  const open = await Promise.all([...ports].map(async (port) => ((await listens(port)) ? [`port ${port}`] : [])));
  return open.flat();
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
