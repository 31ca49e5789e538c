/**
 * CPU time of a service's whole process tree, in nanosecond steps, from the scheduler's own account
 * (/proc/PID/task/TID/schedstat; the 10 ms ticks of /proc/PID/stat are too coarse for one request).
 * A service and the processes it starts share the process group that we gave it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readProcesses, TICK_MS } from './process-accounts.ts';
import { groupMembers, hasProc } from './process-table.ts';

/**
 * CPU time used so far by every live thread of the group, in ms; undefined where the kernel does not tell.
 * A thread that has ended takes its account with it: use it only around work that starts and ends no threads.
 */
export function groupCpuMs(group: number): number | undefined {
  return sumCpuMs(group, () => true);
}

/** The same without the process that the group is named after: only those it has started. */
export function childrenCpuMs(group: number): number | undefined {
  return sumCpuMs(group, (pid) => pid !== group);
}

/**
 * CPU time of a process and its children, in ms: the live ones in nanosecond steps, those that have ended and were
 * waited for in one sum of 10 ms steps. For a server whose processes come and go with their clients, such as PostgreSQL.
 */
export function familyCpuMs(parent: number): number | undefined {
  if (!hasProc) return undefined;
  try {
    const children = readProcesses().filter((process) => process.parent === parent);
    const liveNs = children.reduce((sum, { pid }) => sum + childCpuNs(pid), processCpuNs(parent));
    // Read last: a child that ends while we look moves its time here.
    return liveNs / 1e6 + buriedCpuMs(readFileSync(`/proc/${parent}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

function childCpuNs(pid: number): number {
  try {
    return processCpuNs(pid);
  } catch {
    return 0; // it ended while we looked
  }
}

/** Fields 16 and 17 of proc_pid_stat(5). */
function buriedCpuMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

function sumCpuMs(group: number, counts: (pid: number) => boolean): number | undefined {
  if (!hasProc) return undefined;
  try {
    const members = groupMembers(group).filter(counts);
    return members.reduce((sum, pid) => sum + processCpuNs(pid), 0) / 1e6;
  } catch {
    return undefined;
  }
}

function processCpuNs(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, tid) => {
    const [onCpuNs] = readFileSync(`/proc/${pid}/task/${tid}/schedstat`, 'utf8').split(' ');
    return sum + Number(onCpuNs);
  }, 0);
}
