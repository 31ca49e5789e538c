/** How the kernel shares a core among processes: sched(7), set by chrt(1). */
import { execFileSync } from 'node:child_process';

/** The usual one, or one by which a process that wakes up does not interrupt another that is running. */
export type SchedulingPolicy = 'SCHED_OTHER' | 'SCHED_BATCH';

/**
 * Sets the policy of a process, all its threads, and whatever it starts from now on. Where `chrt` is missing, or may not,
 * nothing changes.
 * @returns whether the policy is set.
 */
export const setPolicy = (pid: number, policy: SchedulingPolicy): boolean =>
  schedule(pid, policy === 'SCHED_BATCH' ? '--batch' : '--other', '--all-tasks', '--pid', '0');

/** @returns whether the kernel agreed. */
export function schedule(pid: number, ...options: string[]): boolean {
  try {
    execFileSync('chrt', [...options, String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
