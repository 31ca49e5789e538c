/** A control group of a test's own, for what is started in it; of version 1 or 2, where this process may make one. */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GroupLimitsGiven {
  /** Cores' worth of CPU time. */
  cores?: number;
  memoryBytes?: number;
  processes?: number;
}

/** `missing` is the reason why there can be none here. @param enter a line of the shell after which it is in the group. */
export type ControlGroup = Disposable & ({ missing: string } | { enter: string });

const ROOT = '/sys/fs/cgroup';
const PERIOD_US = 100_000;

export function makeControlGroup(name: string, { cores, memoryBytes, processes }: GroupLimitsGiven): ControlGroup {
  const isVersion2 = existsSync(join(ROOT, 'cgroup.controllers'));
  const quotaUs = cores === undefined ? undefined : cores * PERIOD_US;
  const files: [controller: string, file: string, value: number | string | undefined][] = isVersion2
    ? [
        ['', 'cpu.max', quotaUs === undefined ? undefined : `${quotaUs} ${PERIOD_US}`],
        ['', 'memory.max', memoryBytes],
        ['', 'pids.max', processes],
      ]
    : [
        ['cpu', 'cpu.cfs_quota_us', quotaUs],
        ['memory', 'memory.limit_in_bytes', memoryBytes],
        ['pids', 'pids.max', processes],
      ];
  const wanted = files.filter(([, , value]) => value !== undefined);
  const dirs = [...new Set(wanted.map(([controller]) => join(ROOT, controller, name)))];
  const remove = () => {
    for (const dir of dirs) if (existsSync(dir)) rmdirSync(dir);
  };
  try {
    for (const dir of dirs) mkdirSync(dir);
    for (const [controller, file, value] of wanted) writeFileSync(join(ROOT, controller, name, file), String(value));
  } catch (error) {
    remove();
    return { missing: `cannot make a control group (needs root): ${(error as Error).message}`, [Symbol.dispose]() {} };
  }
  const enter = dirs.map((dir) => `echo $$ >${dir}/cgroup.procs`).join(' && ');
  return { enter, [Symbol.dispose]: remove };
}
