import { describe, expect, test } from 'vitest';
import { linearTicks, logTicks } from './ticks.ts';

describe('the marks of a log axis', () => {
  test.each<[[number, number], number[]]>([
    [
      [1, 10],
      [1, 2, 5, 10],
    ],
    [
      [0.15, 95],
      [0.3, 1, 3, 10, 30],
    ],
    [
      [2, 3_000],
      [10, 100, 1_000],
    ],
    [
      [0.001, 100_000_000],
      [0.001, 0.1, 10, 1_000, 100_000, 10_000_000],
    ],
  ])('in %j are %j', (domain, ticks) => {
    expect(logTicks(domain)).toEqual(ticks);
  });

  test('within a small factor they are equal steps', () => {
    expect(logTicks([0.8, 1.5])).toEqual([0.8, 1, 1.2, 1.4]);
    expect(logTicks([2.31, 2.62])).toEqual([2.4, 2.5, 2.6]);
  });

  test('from one decade to twelve they are three to six', () => {
    for (let step = 0; step < 1_000; step++) {
      const low = 10 ** (-6 + (step % 37) / 5);
      const ticks = logTicks([low, low * 10 ** (1 + (11 * step) / 1_000)]);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

test('those of a linear axis begin with a round number inside its domain', () => {
  expect(linearTicks([-3, 11])).toEqual([0, 5, 10]);
});
