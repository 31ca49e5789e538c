import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileInterval } from './quantile-interval.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

test('the median of ten values lies between the 2nd and the 9th', () => {
  expect(quantileInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5, 0.95)).toEqual({ value: 5.5, low: 2, high: 9 });
});

test('a high quantile of few values has no upper bound', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index);
  expect(quantileInterval(hundred, 0.99, 0.95)).toMatchObject({ high: null });
  expect(quantileInterval([...hundred, ...hundred, ...hundred, ...hundred], 0.99, 0.95).high).toBe(99);
});

test('the order statistic at the quantile lies inside', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (sample, p) => {
      const { low, high } = quantileInterval(sample, p, 0.95);
      const value = sample.toSorted((a, b) => a - b)[Math.ceil(p * sample.length) - 1] as number;
      expect(low ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(value);
      expect(high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(value);
    }),
  );
});

test('what cannot be computed is refused', () => {
  expect(() => quantileInterval([], 0.5, 0.95)).toThrow('no values');
  for (const p of [0, 1, Number.NaN]) expect(() => quantileInterval([1], p, 0.95)).toThrow('quantile');
  expect(() => quantileInterval([1], 0.5, 1)).toThrow('level');
});
