/**
 * The CPU accounts of all processes (/proc/PID/stat). They go in ticks of 10 ms, but keep the time of threads that have
 * ended and of children that were waited for, which cpu-time.ts cannot.
 */
import { processIds, readStat, STAT, type StatFields } from './proc.ts';

/** USER_HZ is 100 wherever Node runs, whatever the kernel's own tick. */
const TICK_MS = 10;

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
  return processIds().flatMap((pid) => {
    const field = readStat(pid);
    return field === undefined ? [] : [accountOf(field)];
  });
}

/** From the fields 1, 14 to 17 and that of the parent in proc_pid_stat(5). */
export function accountOf(field: StatFields): ProcessAccount {
  return { pid: Number(field(1)), parent: Number(field(STAT.parent)), cpuMs: ticksMs([14, 15, 16, 17].map(field)) };
}

/** CPU time of the children that a process has waited for, in ms: fields 16 and 17. */
export function buriedCpuMs(field: StatFields): number {
  return ticksMs([16, 17].map(field));
}

/** CPU time of what this process has started and waited for, with all that those have, in ms; 0 without /proc. */
export function endedChildrenMs(): { userMs: number; systemMs: number } {
  const field = readStat(process.pid);
  const ms = (number: number) => (field === undefined ? 0 : ticksMs([field(number)]));
  return { userMs: ms(16), systemMs: ms(17) };
}

/** What the whole machine has spent its time on since it started, in ms. */
export type MachineAccount = Record<(typeof MACHINE_STATES)[number], number>;

const MACHINE_STATES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** @param stat the text of /proc/stat (proc_stat(5)). */
export function machineAccount(stat: string): MachineAccount {
  const ticks = (stat.match(/^cpu +(.*)$/m)?.[1] ?? '').split(' ');
  const states = MACHINE_STATES.map((state, index) => [state, ticksMs([ticks[index] ?? '0'])]);
  return Object.fromEntries(states) as MachineAccount;
}

function ticksMs(ticks: readonly string[]): number {
  return ticks.reduce((sum, one) => sum + Number(one), 0) * TICK_MS;
}
