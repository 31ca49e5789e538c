/** What the operating system knows of a process. Linux: /proc. Elsewhere: ps, which knows less. */
import { execFileSync } from 'node:child_process';
import { hasProc, procBytes, processIds, readStat, STAT } from './proc.ts';

/** An opaque text that is the same for one process of a pid; undefined when no such process is alive. */
export function processStartTime(pid: number): string | undefined {
  if (!hasProc) return startTimeByPs(pid);
  const field = readStat(pid);
  return field?.(STAT.state) === 'Z' ? undefined : field?.(STAT.startTime);
}

/** When a process began, in clock ticks; of one that has ended, too, as long as nobody has asked how it ended. */
export function beganAt(pid: number): number | undefined {
  const field = readStat(pid);
  return field === undefined ? undefined : Number(field(STAT.startTime));
}

function startTimeByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Resident and peak resident memory of one process, in bytes; undefined without /proc, or when it has ended. */
export function processMemory(pid: number): { rssBytes: number; peakRssBytes: number } | undefined {
  const rssBytes = procBytes(`${pid}/status`, 'VmRSS');
  const peakRssBytes = procBytes(`${pid}/status`, 'VmHWM');
  return rssBytes === undefined || peakRssBytes === undefined ? undefined : { rssBytes, peakRssBytes };
}

/** The sum over several processes; undefined where none of them tells. What they share counts in each. */
export function sumOfMemory(pids: readonly number[]): { rssBytes: number; peakRssBytes: number } | undefined {
  const all = pids.flatMap((pid) => processMemory(pid) ?? []);
  if (all.length === 0) return undefined;
  return {
    rssBytes: all.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    peakRssBytes: all.reduce((sum, { peakRssBytes }) => sum + peakRssBytes, 0),
  };
}

/** Pids of the live processes of a group; needs /proc. */
export function groupMembers(group: number): number[] {
  return processIds().filter((pid) => groupOf(pid) === group);
}

/** The process group that a process is in now; undefined when there is no such process. */
export function groupOf(pid: number): number | undefined {
  const field = readStat(pid);
  return field === undefined ? undefined : Number(field(STAT.group));
}
