/**
 * How much CPU time and memory, and how many processes, the control groups around this process allow: a container or a CI runner may have many cores and
 * the time of half a one. Version 2 (https://docs.kernel.org/admin-guide/cgroup-v2.html, cpu.max and memory.max) and version 1
 * (https://docs.kernel.org/scheduler/sched-bwc.html, cpu.cfs_quota_us; memory.limit_in_bytes).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readProc } from './proc.ts';

export interface GroupLimits {
  /** Cores' worth of CPU time, e.g. 0.5; undefined where as much may be used as there is. */
  cores: number | undefined;
  memoryBytes: number | undefined;
  /** Processes and threads. */
  processes: number | undefined;
}

/** What the kernel says where there is no limit of memory in version 1: a number that no machine has. */
const NO_LIMIT_BYTES = 2 ** 60;

/**
 * The narrowest limit of all groups that this process is in, and of those that they lie in.
 * @param memberships the text of /proc/self/cgroup. @param root where the groups are mounted.
 */
export function readGroupLimits(memberships = readProc('self/cgroup') ?? '', root = '/sys/fs/cgroup'): GroupLimits {
  const cores: number[] = [];
  const memories: number[] = [];
  const processes: number[] = [];
  for (const line of memberships.trim().split('\n')) {
    const [, , controllers = '', group = ''] = line.match(/^(\d+):([^:]*):(.*)$/) ?? [];
    const mounts = controllers === '' ? ['', 'unified'] : [controllers, ...controllers.split(',')];
    for (const folder of new Set(mounts.flatMap((mount) => upwards(path.join(root, mount), group)))) {
      cores.push(...coresOf(folder));
      memories.push(...memoryOf(folder));
      processes.push(...positive(read(folder, 'pids.max')));
    }
  }
  return { cores: least(cores), memoryBytes: least(memories), processes: least(processes) };
}

/**
 * A group and those around it, as folders. Inside of a container its own group is the root of what is mounted, whatever
 * /proc/self/cgroup calls it.
 */
function upwards(mount: string, group: string): string[] {
  const folders = [mount];
  for (let at = path.join('/', group); at !== '/'; at = path.dirname(at)) folders.push(path.join(mount, at));
  return folders;
}

function coresOf(folder: string): number[] {
  const [quota = '', period = ''] = read(folder, 'cpu.max').split(' ');
  const quotaUs = Number(quota || read(folder, 'cpu.cfs_quota_us') || Number.NaN);
  const periodUs = Number(period || read(folder, 'cpu.cfs_period_us') || Number.NaN);
  return quotaUs > 0 && periodUs > 0 ? [quotaUs / periodUs] : [];
}

function memoryOf(folder: string): number[] {
  const bytes = Number(read(folder, 'memory.max') || read(folder, 'memory.limit_in_bytes') || Number.NaN);
  return bytes > 0 && bytes < NO_LIMIT_BYTES ? [bytes] : [];
}

/** None where it is `max`, or is not there. */
const positive = (text: string) => (Number(text) > 0 ? [Number(text)] : []);

const least = (values: readonly number[]) => (values.length === 0 ? undefined : Math.min(...values));

function read(folder: string, name: string): string {
  try {
    return readFileSync(path.join(folder, name), 'utf8').trim();
  } catch {
    return '';
  }
}
