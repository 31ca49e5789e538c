import { expect, it } from 'vitest';
import { untilSteady } from './warm-up.ts';

/** Windows that complete the given numbers, the last one again and again. */
const windows = (...completed: number[]) => {
  let next = 0;
  return async () => completed[Math.min(next++, completed.length - 1)] as number;
};

it.each([
  ['steady from the start', [100], 10],
  ['that falls', [100, 90, 80], 10],
  ['that answers nothing', [0], 10],
  ['that rises to the ninth window', [1, 2, 4, 8, 16, 32, 64, 128, 256, 260], 11],
  ['with one slow window while it rises', [1, 2, 4, 8, 16, 32, 64, 128, 256, 200, 512, 512], 13],
])('a service %s', async (_name, completed, expected) => {
  expect(await untilSteady(windows(...completed))).toBe(expected);
});

it('gives up on a service that only ever gets faster', async () => {
  let completed = 1;
  expect(
    await untilSteady(async () => {
      completed *= 2;
      return completed;
    }),
  ).toBe(15);
});
