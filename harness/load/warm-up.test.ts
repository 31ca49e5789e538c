import { expect, it } from 'vitest';
import { untilSteady } from './warm-up.ts';

/** Windows that complete the given numbers, the last one again and again. */
const windows = (...completed: number[]) => {
  let next = 0;
  return async () => completed[Math.min(next++, completed.length - 1)] as number;
};

it.each([
  ['steady from the start', [100], 3],
  ['that rises and then stays', [100, 200, 400, 410, 395], 5],
  ['that falls', [100, 90, 80], 3],
  ['with one slow window while it rises', [100, 200, 150, 300, 300], 6],
  ['that answers nothing', [0], 3],
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
  ).toBe(10);
});
