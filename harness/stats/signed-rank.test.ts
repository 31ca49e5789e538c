import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedRankDistribution, signedRankInterval, walshAverages } from './signed-rank.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 30 });

test('Walsh averages pair each value with every other and with itself', () => {
  expect([...walshAverages([3, 1, 2])]).toEqual([1, 1.5, 2, 2, 2.5, 3]);
});

test('95 % needs six values, 99 % eight', () => {
  expect(signedRankInterval([1, 2, 3, 4, 5], 0.95)).toEqual({ value: 3, low: null, high: null });
  expect(signedRankInterval([1, 2, 3, 4, 5, 6], 0.95)).toEqual({ value: 3.5, low: 1, high: 6 });
  expect(signedRankInterval([1, 2, 3, 4, 5, 6, 7], 0.99).low).toBeNull();
  expect(signedRankInterval([1, 2, 3, 4, 5, 6, 7, 8], 0.99)).toMatchObject({ low: 1, high: 8 });
});

test('one wild value moves the estimate little and the interval at most to half of it', () => {
  const { value, low, high } = signedRankInterval([1, 2, 3, 4, 5, 6, 7, 1000], 0.95);
  expect(value).toBeCloseTo(4.5, 12);
  expect([low, high]).toEqual([2, 502.5]);
});

test('zeros and ties count like any other value', () => {
  expect(signedRankInterval([0, 0, 0, 0, 0, 0, 0, 0], 0.95)).toEqual({ value: 0, low: 0, high: 0 });
  expect(signedRankInterval([0, 0, 0, 0, 2, 2, 2, 2], 0.95)).toEqual({ value: 1, low: 0, high: 2 });
});

test('the estimate lies inside, and a higher level is no narrower', () => {
  fc.assert(
    fc.property(values, (sample) => {
      const [{ value, low, high }, wide] = [signedRankInterval(sample, 0.9), signedRankInterval(sample, 0.95)];
      expect(low as number).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(high as number);
      expect(wide.low as number).toBeLessThanOrEqual(low as number);
      expect(wide.high as number).toBeGreaterThanOrEqual(high as number);
    }),
  );
});

test('mirrored values give the mirrored interval', () => {
  fc.assert(
    fc.property(values, (sample) => {
      const [there, back] = [
        signedRankInterval(sample, 0.95),
        signedRankInterval(
          sample.map((x) => -x),
          0.95,
        ),
      ];
      expect(back.low).toBeCloseTo(-(there.high as number), 6);
      expect(back.value).toBeCloseTo(-there.value, 6);
    }),
  );
});

test('the order of the values does not matter', () => {
  fc.assert(
    fc.property(values, (sample) => {
      expect(signedRankInterval(sample.toReversed(), 0.95)).toEqual(signedRankInterval(sample, 0.95));
    }),
  );
});

test('the distribution is exact up to 50 values: it sums to 1 to the last bit and is symmetric', () => {
  for (const n of [1, 7, 50]) {
    const distribution = signedRankDistribution(n);
    expect(distribution.reduce((sum, p) => sum + p, 0)).toBe(1);
    expect(distribution.toReversed()).toEqual(distribution);
  }
  expect(signedRankDistribution(3)).toEqual(Float64Array.of(1, 1, 1, 2, 1, 1, 1).map((count) => count / 8));
});

test('what cannot be computed is refused', () => {
  for (const level of [0, 1, 95, Number.NaN]) expect(() => signedRankInterval([1, 2], level)).toThrow('level');
  expect(() => signedRankInterval([], 0.95)).toThrow('no values');
  expect(() => signedRankInterval([1, Number.NaN], 0.95)).toThrow(RangeError);
});
