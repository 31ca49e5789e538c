import fc from 'fast-check';
import { expect, test } from 'vitest';
import { studentTCdf, studentTQuantile } from './student-t.ts';

const degrees = fc.integer({ min: 1, max: 1000 });

test('the factors of a printed table (Abramowitz & Stegun, table 26.10)', () => {
  const table = [
    [0.975, 2, 4.303],
    [0.975, 7, 2.365],
    [0.995, 4, 4.604],
    [0.95, 30, 1.697],
  ] as const;
  for (const [p, df, t] of table) expect(studentTQuantile(p, df)).toBeCloseTo(t, 3);
});

test('with one degree of freedom it is the Cauchy distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (t) => {
      expect(studentTCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 13);
    }),
  );
});

test('the quantile undoes the distribution function', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), degrees, (p, df) => {
      expect(studentTCdf(studentTQuantile(p, df), df) / p).toBeCloseTo(1, 9);
    }),
  );
});

test('both are symmetric about zero', () => {
  expect(studentTQuantile(0.5, 3)).toBe(0);
  expect(studentTCdf(0, 3)).toBe(0.5);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 50, noNaN: true }), degrees, (t, df) => {
      expect(studentTCdf(-t, df) + studentTCdf(t, df)).toBeCloseTo(1, 14);
    }),
  );
});

test('what is no probability and no degree of freedom is refused', () => {
  for (const p of [0, 1, -0.1, Number.NaN]) expect(() => studentTQuantile(p, 3)).toThrow(RangeError);
  for (const df of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => studentTCdf(1, df)).toThrow(RangeError);
  expect(() => studentTCdf(Number.NaN, 3)).toThrow(RangeError);
});
