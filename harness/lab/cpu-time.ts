/**
 * CPU time of a service's whole process tree, in nanosecond steps, from the scheduler's own account
 * (/proc/PID/task/TID/schedstat; the 10 ms ticks of /proc/PID/stat are too coarse for one request).
 * A service and the processes it starts share the process group that we gave it.
 */
import { listProc, readProc, readStat } from './proc.ts';
import { buriedCpuMs, readProcesses } from './process-accounts.ts';
import { groupMembers } from './process-table.ts';

/** Whether this kernel keeps the account at all. */
const isKept = readProc('self/schedstat') !== undefined;

/**
 * Starts an account of a group; the returned function gives its CPU time since then, in ms; undefined where the
 * kernel does not tell. A thread that ends takes its account with it. Threads are compared one by one, so that the
 * earlier work of those that have ended is not subtracted; what they did since the start is missing, which is next
 * to nothing where they end for want of work, as those of a thread pool do.
 */
export const startGroupCpu = (group: number): (() => number | undefined) =>
  startProcessesCpu(() => groupMembers(group));

/** The same of processes that need not be in one group. @param find those that there are at this moment. */
export function startProcessesCpu(find: () => readonly number[]): () => number | undefined {
  const before = readThreads(find());
  return () => {
    if (!isKept) return undefined;
    return [...readThreads(find())].reduce((sum, [tid, ns]) => sum + ns - (before.get(tid) ?? 0), 0) / 1e6;
  };
}

/** CPU time used so far by every live thread of a group, in ms; undefined where the kernel does not tell. */
export function groupCpuMs(group: number): number | undefined {
  return isKept ? sumMs(readThreads(groupMembers(group)).values()) : undefined;
}

/** The same without the process that the group is named after: only those it has started. */
export function childrenCpuMs(group: number): number | undefined {
  if (!isKept) return undefined;
  const children = groupMembers(group).filter((pid) => pid !== group);
  return sumMs(children.flatMap(threadsOf).map(([, ns]) => ns));
}

/**
 * CPU time of a process and its children, in ms: the live ones in nanosecond steps, those that have ended and were
 * waited for in one sum of 10 ms steps. For a server whose processes come and go with their clients, such as
 * PostgreSQL. Undefined where the kernel does not tell, or there is no such process.
 */
export function familyCpuMs(parent: number): number | undefined {
  if (!isKept) return undefined;
  const children = readProcesses().filter((process) => process.parent === parent);
  const live = [parent, ...children.map(({ pid }) => pid)].flatMap(threadsOf);
  // Read last: a child that ends while we look moves its time here.
  const field = readStat(parent);
  return field === undefined ? undefined : sumMs(live.map(([, ns]) => ns)) + buriedCpuMs(field);
}

function readThreads(pids: readonly number[]): Map<string, number> {
  return new Map(isKept ? pids.flatMap(threadsOf) : []);
}

/** The live threads of a process with their CPU time in ns; their ids are unique on the machine. */
function threadsOf(pid: number): [tid: string, ns: number][] {
  return listProc(`${pid}/task`).flatMap((tid) => {
    const account = readProc(`${pid}/task/${tid}/schedstat`);
    return account === undefined ? [] : [[tid, Number(account.split(' ', 1)[0])]];
  });
}

function sumMs(allNs: Iterable<number>): number {
  let sum = 0;
  for (const ns of allNs) sum += ns;
  return sum / 1e6;
}
