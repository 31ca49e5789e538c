/**
 * All that a command of the reader's has started, wherever it has gone. A process may leave its group (setsid, daemons,
 * double forks), and its parents may have ended; then nothing but this says whose it is:
 *
 * - it is in the group that the command was given,
 * - or it has the mark in its environment, which children inherit (/proc/PID/environ),
 * - or it descends from one of those,
 * - or it listens on the port that was chosen for the command, has begun after it, and nobody else's mark is on it.
 *
 * Without /proc only the group is known.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isOurs } from './foreign-process.ts';
import { listenersOn } from './listeners.ts';
import { hasProc, processIds, readProc, readStat, STAT } from './proc.ts';
import { processStartTime } from './process-table.ts';

/** The variable that holds the mark. */
export const MARK = 'DUET_FAMILY';

export interface Family {
  /** The process id of the command, which leads its group. */
  group: number;
  /** When it began, in the clock ticks of proc_pid_stat(5). */
  since: number;
  /** What no other family has. */
  mark: string;
  port: number;
}

/** How often a family that grows while it is ended is looked for again. */
const ROUNDS = 100;
const ROUND_MS = 20;
const LOOK_MS = 500;

interface Relative {
  pid: number;
  parent: number;
  group: number;
  started: number;
  mark: string | undefined;
}

/** The live processes of a family. */
export function familyMembers({ group, since, mark, port }: Family): number[] {
  if (!hasProc) return [];
  const listeners = (listenersOn(port) ?? []).flatMap(({ pids }) => pids);
  const isListener = ({ pid, started, ...other }: Relative) =>
    listeners.includes(pid) && started >= since && other.mark === undefined && isOurs(pid);
  return withDescendants((one) => one.group === group || one.mark === mark || isListener(one));
}

/** The live processes with any of these marks, and their descendants. */
export function markedProcesses(marks: readonly string[]): number[] {
  if (!hasProc || marks.length === 0) return [];
  return withDescendants(({ mark }) => mark !== undefined && marks.includes(mark));
}

/** The live processes that listen on a port, and their descendants: of a service that runs already, all that is known. */
export function processesBehind(port: number): number[] {
  if (!hasProc) return [];
  const listeners = (listenersOn(port) ?? []).flatMap(({ pids }) => pids);
  return withDescendants(({ pid }) => listeners.includes(pid));
}

/** The pids of the roots and their descendants, among all other processes than this one. */
function withDescendants(isRoot: (one: Relative) => boolean): number[] {
  const all = processIds().flatMap((pid) => (pid === process.pid ? [] : read(pid)));
  const children = Map.groupBy(all, ({ parent }) => parent);
  // A set: it grows while it is walked.
  const family = new Set(all.filter(isRoot));
  for (const { pid } of family) for (const child of children.get(pid) ?? []) family.add(child);
  return [...family].map(({ pid }) => pid);
}

function read(pid: number): Relative[] {
  const field = readStat(pid);
  if (field === undefined || field(STAT.state) === 'Z') return [];
  const numberOf = (name: keyof typeof STAT) => Number(field(STAT[name]));
  const started = numberOf('startTime');
  return [{ pid, parent: numberOf('parent'), group: numberOf('group'), started, mark: markOf(pid) }];
}

/** As the process was started; undefined where there is none, and where the process is another user's. */
function markOf(pid: number): string | undefined {
  const variables = readProc(`${pid}/environ`)?.split('\0');
  return variables?.find((one) => one.startsWith(`${MARK}=`))?.slice(MARK.length + 1);
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended between the look and the signal.
    }
  }
}

/** Kills all that `find` finds, again until it finds nothing: what is killed may just have started another one. */
export async function endAll(find: () => number[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const left = find();
    if (left.length === 0) return;
    signalAll(left, 'SIGKILL');
    await sleep(ROUND_MS);
  }
}

/** The same for the end of this process, where nothing can be waited for. */
export function endAllNow(find: () => number[]): void {
  for (let round = 0; round < ROUNDS; round++) {
    const left = find();
    if (left.length === 0) return;
    signalAll(left, 'SIGKILL');
  }
}

/**
 * Resolves once nobody of the family is left. It looks at those that it knows, and for others only when these have gone.
 * @param untilMs on the clock of performance.now(): so long one is waited for that can be told by its port only.
 */
export async function familyHasEnded(family: Family, untilMs = 0): Promise<void> {
  while (familyMembers(family).length === 0 && performance.now() < untilMs) {
    await sleep(LOOK_MS / 5);
  }
  for (let known = familyMembers(family); known.length > 0; known = familyMembers(family)) {
    const members = known.map((pid) => [pid, processStartTime(pid)] as const);
    while (members.some(([pid, started]) => started !== undefined && processStartTime(pid) === started)) {
      await sleep(LOOK_MS);
    }
  }
}
