/**
 * The CPU accounts of all processes (/proc/PID/stat). They go in ticks of 10 ms, but keep the time of threads that have
 * ended and of children that were waited for, which cpu-time.ts cannot.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from './process-stat.ts';

/** USER_HZ is 100 wherever Node runs, whatever the kernel's own tick. */
export const TICK_MS = 10;

/** One process: its parent, and the CPU time of all its threads and of the children it has buried, in ms. */
export interface ProcessAccount {
  pid: number;
  parent: number;
  cpuMs: number;
}

/** CPU time of some processes and all their descendants. What ends in between stays in its parent's account. */
export function treeCpuMs(processes: readonly ProcessAccount[], roots: readonly number[]): number {
  const children = Map.groupBy(processes, ({ parent }) => parent);
  // A set: it may grow while it is walked, and a root below another root counts once.
  const tree = new Set(processes.filter(({ pid }) => roots.includes(pid)));
  for (const { pid } of tree) for (const child of children.get(pid) ?? []) tree.add(child);
  return [...tree].reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Every process that there is now; needs /proc. */
export function readProcesses(): ProcessAccount[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [parseStat(Number(name), readFileSync(`/proc/${name}/stat`, 'utf8'))];
    } catch {
      return []; // it ended while we looked
    }
  });
}

/** From the text of /proc/PID/stat (proc_pid_stat(5)): fields 4 and 14 to 17. */
export function parseStat(pid: number, stat: string): ProcessAccount {
  const field = statFields(stat);
  const ticks = [14, 15, 16, 17].reduce((sum, number) => sum + Number(field(number)), 0);
  return { pid, parent: Number(field(4)), cpuMs: ticks * TICK_MS };
}
