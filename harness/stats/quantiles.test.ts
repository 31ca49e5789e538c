import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geometricMean, mean, median, quantile } from './quantiles.ts';

const samples = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 });
const probability = fc.double({ min: 0, max: 1, noNaN: true });

test('the ends are the smallest and the largest value', () => {
  expect([quantile([3, 1, 2], 0), quantile([3, 1, 2], 1)]).toEqual([1, 3]);
});

test('between two order statistics it interpolates', () => {
  expect(quantile([10, 20, 30, 40], 0.9)).toBeCloseTo(37, 12);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('it never leaves the range, grows with p and ignores the order', () => {
  fc.assert(
    fc.property(samples, probability, probability, (values, p, q) => {
      const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))];
      expect(low).toBeGreaterThanOrEqual(Math.min(...values));
      expect(high).toBeLessThanOrEqual(Math.max(...values));
      expect(low).toBeLessThanOrEqual(high + 1e-6);
      expect(quantile(values.toReversed(), p)).toBe(quantile(values, p));
    }),
  );
});

test('the input stays as it was', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('the geometric mean of a gain and its loss is no change', () => {
  expect(geometricMean([4, 1 / 4])).toBeCloseTo(1, 15);
});

describe('refuses', () => {
  test('no values', () => {
    for (const f of [median, mean, geometricMean]) expect(() => f([])).toThrow('no values');
  });
  test('a value that is not finite', () => {
    expect(() => median([1, Number.NaN])).toThrow('NaN among the values');
    expect(() => mean([1, Number.POSITIVE_INFINITY])).toThrow('Infinity among the values');
  });
  test('a probability outside 0 .. 1', () => {
    expect(() => quantile([1], 1.01)).toThrow('quantile 1.01');
    expect(() => quantile([1], Number.NaN)).toThrow('quantile NaN');
  });
  test('a geometric mean of nothing positive', () => {
    expect(() => geometricMean([1, 0])).toThrow('geometric mean of 0');
  });
});
