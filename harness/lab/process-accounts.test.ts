import { expect, it } from 'vitest';
import { statFields } from './proc.ts';
import { accountOf, treeCpuMs } from './process-accounts.ts';

it('reads a command that looks like fields', () => {
  const stat = `4711 (a) b) R 17) S 42 4711 4711 0 -1 4194304 1 2 3 4 50 6 70 8 20 0 11 0 12345 1 2`;
  expect(accountOf(statFields(stat))).toEqual({ pid: 4711, parent: 42, cpuMs: 1_340 });
});

const one = (pid: number, parent: number, cpuMs: number) => ({ pid, parent, cpuMs });
/** 1 has the children 2 and 3, 2 has 4; 7 has 8. */
const processes = [one(4, 2, 1_000), one(2, 1, 100), one(3, 1, 10), one(1, 0, 1), one(8, 7, 20_000), one(7, 0, 10_000)];

it.each([
  [[2], 1_100],
  [[1], 1_111],
  [[1, 7], 31_111],
  [[1, 4], 1_111],
  [[99], 0],
])('adds up the trees below %j', (roots, sum) => {
  expect(treeCpuMs(processes, roots)).toBe(sum);
});
