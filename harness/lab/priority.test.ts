import { expect, test } from 'vitest';
import { raisePriority } from './priority.ts';
import { hasProc, listProc, readStat } from './proc.ts';

/** The scheduling policies of all threads of this process: field 41 of proc_pid_stat(5), 0 is normal, 2 is round robin. */
const policies = () => new Set(listProc('self/task').map((tid) => Number(readStat('self', tid)?.(41))));

test.skipIf(!hasProc)('where the kernel agrees, all threads have real-time priority until it is disposed of', () => {
  expect(policies()).toEqual(new Set([0]));
  {
    using priority = raisePriority();
    expect(policies()).toEqual(new Set([priority.raised ? 2 : 0]));
  }
  expect(policies()).toEqual(new Set([0]));
});

test('where chrt is missing nothing changes', () => {
  const path = process.env.PATH;
  process.env.PATH = '';
  try {
    using priority = raisePriority();
    expect(priority.raised).toBe(false);
  } finally {
    process.env.PATH = path;
  }
});
