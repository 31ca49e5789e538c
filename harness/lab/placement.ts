/**
 * Which cores a process may use. With two or more cores and `taskset`, the service has core 0 to itself and
 * everything else (driver, PostgreSQL, stub, proxy) shares core 1; the workers pattern gives the service all.
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { readGroupLimits } from './group-limits.ts';
import { procValue } from './proc.ts';
import { groupMembers, processStartTime } from './process-table.ts';

export interface Placement {
  service: number[] | undefined;
  rest: number[] | undefined;
  /** In words, for the report. */
  description: string;
}

/** Cores this process may use, e.g. [0, 1]. Read once, before we pin ourselves. */
const allowed = allowedCores();

/** Cores' worth of CPU time that this process and its children may use together, where that is less than its cores. */
export const cpuQuota = quotaBelow(allowed.length);

export const placement: Placement = withQuota(makePlacement(), cpuQuota);

function quotaBelow(cores: number, { cores: quota } = readGroupLimits()): number | undefined {
  return quota !== undefined && quota < cores ? quota : undefined;
}

/** Whoever uses a quota up is stopped for a while, so that all times depend on it. */
export function withQuota(placed: Placement, quota: number | undefined): Placement {
  if (quota === undefined) return placed;
  const limit = `a control group allows CPU time of ${Number(quota.toFixed(2))} cores, and stops whoever uses it up`;
  return { ...placed, description: `${placed.description}; ${limit}` };
}

function makePlacement(): Placement {
  if (allowed.length < 2) {
    return { service: undefined, rest: undefined, description: 'one core: service and driver share it' };
  }
  if (!hasTaskset()) {
    return { service: undefined, rest: undefined, description: 'not pinned: taskset is not available here' };
  }
  const [first, second] = allowed as [number, number];
  return {
    service: [first],
    rest: [second],
    description: `service on core ${first}; driver, PostgreSQL, upstream stub and proxy on core ${second}; workers: service on all cores`,
  };
}

/** The command that starts a program on the given cores. */
export function pinned(command: string, args: string[], cores: number[] | undefined) {
  if (cores === undefined) return { command, args };
  return { command: 'taskset', args: ['-c', cores.join(','), command, ...args] };
}

/** Puts this process, the driver, on the cores of "the rest", all its threads included. */
export function pinSelf(): void {
  if (placement.rest !== undefined) pin(process.pid, placement.rest);
}

/** Puts every process of a group on the given cores, with all their threads and whatever they start later. */
export function pinGroup(group: number, cores: number[]): void {
  pinProcesses(groupMembers(group), cores);
}

/** Puts processes on the given cores, with all their threads and whatever they start later. */
export function pinProcesses(pids: readonly number[], cores: number[]): void {
  for (const pid of pids) pin(pid, cores);
}

const ATTEMPTS = 3;

/** taskset fails when a thread, or the process, ends between its look at them and its pinning. */
function pin(pid: number, cores: number[]): void {
  for (let attempt = 1; ; attempt++) {
    try {
      execFileSync('taskset', ['-a', '-c', '-p', cores.join(','), String(pid)], { stdio: 'ignore' });
      return;
    } catch (error) {
      if (processStartTime(pid) === undefined) return;
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Cores for a service that needs all of them, as explicit list: children inherit our own pinning otherwise. */
export function allCores(): number[] | undefined {
  return placement.rest === undefined ? undefined : allowed;
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function allowedCores(): number[] {
  const list = procValue('self/status', 'Cpus_allowed_list');
  return list === undefined ? Array.from({ length: availableParallelism() }, (_, i) => i) : parseCoreList(list);
}

/** The kernel's list format, e.g. "0-2,8" (https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html). */
export function parseCoreList(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [from, to] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => from + i);
  });
}
