import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clopperPearson } from './clopper-pearson.ts';

const counts = fc
  .integer({ min: 1, max: 2000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

test('none of n: the rule of three, more exactly', () => {
  expect(clopperPearson(0, 100, 0.95)).toMatchObject({ share: 0, low: 0, high: expect.closeTo(1 - 0.025 ** 0.01, 12) });
  expect(clopperPearson(100, 100, 0.95)).toMatchObject({ share: 1, low: expect.closeTo(0.025 ** 0.01, 12), high: 1 });
});

test('the share lies inside, and failures mirror successes', () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const { share, low, high } = clopperPearson(successes, trials, 0.95);
      const failures = clopperPearson(trials - successes, trials, 0.95);
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
      expect(failures.low).toBeCloseTo(1 - high, 12);
    }),
  );
});

test('it covers at least 95 % whatever the share', () => {
  const trials = 20;
  const intervals = Array.from({ length: trials + 1 }, (_, successes) => clopperPearson(successes, trials, 0.95));
  for (let share = 0.005; share < 1; share += 0.005) {
    let covered = 0;
    let binomial = (1 - share) ** trials;
    for (const [successes, { low, high }] of intervals.entries()) {
      if (low <= share && share <= high) covered += binomial;
      binomial *= ((trials - successes) / (successes + 1)) * (share / (1 - share));
    }
    expect(covered).toBeGreaterThanOrEqual(0.95);
  }
});

test('what are no counts is refused', () => {
  for (const [successes, trials] of [
    [1, 0],
    [-1, 3],
    [4, 3],
    [0.5, 3],
  ] as const) {
    expect(() => clopperPearson(successes, trials, 0.95)).toThrow(RangeError);
  }
  expect(() => clopperPearson(1, 2, 95)).toThrow('level');
});
