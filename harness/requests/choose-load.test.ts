import { expect, test } from 'vitest';
import { chooseLoad } from './choose-load.ts';

test.each([
  ['a fast request', { perRequestMs: 0.2, singleMs: 1 }],
  ['one with a query', { perRequestMs: 2, singleMs: 4 }],
  ['a slow one', { perRequestMs: 40, singleMs: 300 }],
])('%s gets windows of whole turns, each side first equally often', (_, times) => {
  const { turns, turn, window_ms } = chooseLoad(times, 8);
  expect(turns % 2).toBe(0);
  expect(turn).toBeGreaterThanOrEqual(8);
  expect(window_ms).toBeGreaterThan(turns * turn * times.perRequestMs);
});

test('more of what is fast, so that a window takes about as long', () => {
  const [fast, slow] = [0.2, 2].map((perRequestMs) => chooseLoad({ perRequestMs, singleMs: 1 }, 8));
  expect((fast?.turns ?? 0) * (fast?.turn ?? 0)).toBeGreaterThan((slow?.turns ?? 0) * (slow?.turn ?? 0));
  expect(fast?.warm_up).toBeGreaterThan(slow?.warm_up ?? 0);
});

test('at a low rate none waits for the one before it', () => {
  expect(chooseLoad({ perRequestMs: 5, singleMs: 20 }, 8).gap_ms).toBeGreaterThan(20);
});
