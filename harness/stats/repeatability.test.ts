import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatability } from './repeatability.ts';

const run = (value: number, low: number | null = null, high: number | null = null) => ({ value, low, high });

test('ratios: geometric mean, spread of the logarithms, intervals that hold the mean', () => {
  const found = repeatability([run(1, 0.5, 2.5), run(4, 3, 5), run(2, 1.9, 2.1), run(2)], 'ratio');
  expect(found.mean).toBeCloseTo(2, 12);
  expect(found.sd).toBeCloseTo(Math.sqrt((2 * Math.LN2 ** 2) / 3), 12);
  expect(found.covered).toBe(2);
});

test('differences: plain mean and spread, also of values below zero', () => {
  expect(repeatability([run(-1, -2, 0), run(1, 0.5, 2)], 'difference')).toEqual({
    mean: 0,
    sd: Math.SQRT2,
    covered: 1,
  });
});

test('what is the same in every run does not spread, and an interval without width holds it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.integer({ min: 2, max: 9 }), (value, runs) => {
      const found = repeatability(Array(runs).fill(run(value, value, value)), 'ratio');
      expect(found.sd).toBeCloseTo(0, 12);
      expect(found.covered).toBe(runs);
    }),
  );
});

test('one run has no spread', () => expect(repeatability([run(2)], 'ratio').sd).toBeNaN());
