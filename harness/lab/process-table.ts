/** What the operating system knows of a process. Linux: /proc. Elsewhere: ps, with fewer figures. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { statFields } from './process-stat.ts';

/** Numbers of fields in proc_pid_stat(5). */
const STATE = 3;
const GROUP = 5;
const START_TIME = 22;

export const hasProc = existsSync('/proc/self/stat');

/** An opaque text that is the same for one life of a pid; undefined when no such process is alive. */
export function processStartTime(pid: number): string | undefined {
  try {
    if (!hasProc) {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    }
    const field = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return field(STATE) === 'Z' ? undefined : field(START_TIME);
  } catch {
    return undefined;
  }
}

/** Resident and peak resident memory of one process, in bytes; undefined without /proc. */
export function processMemory(pid: number): { rssBytes: number; peakRssBytes: number } | undefined {
  if (!hasProc) return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (key: string) => Number(status.match(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm'))?.[1] ?? Number.NaN);
  return { rssBytes: kib('VmRSS') * 1024, peakRssBytes: kib('VmHWM') * 1024 };
}

/** Pids of the live processes of a group; needs /proc. */
export function groupMembers(group: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => groupOf(pid) === group);
}

function groupOf(pid: number): number | undefined {
  try {
    return Number(statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))(GROUP));
  } catch {
    return undefined; // it ended while we looked
  }
}
