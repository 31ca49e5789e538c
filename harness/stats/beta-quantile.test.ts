import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaQuantile } from './beta-quantile.ts';
import { regularizedIncompleteBeta } from './incomplete-beta.ts';

const parameter = fc.double({ min: 1, max: 500, noNaN: true });

test('with (1, 1) it is uniform, with (n, 1) a root', () => {
  expect(betaQuantile(0.3, 1, 1)).toBeCloseTo(0.3, 12);
  expect(betaQuantile(0.3, 5, 1)).toBeCloseTo(0.3 ** 0.2, 12);
  expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
});

test('it undoes the incomplete beta function', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), parameter, parameter, (p, a, b) => {
      const x = betaQuantile(p, a, b);
      expect(regularizedIncompleteBeta(a, b, x, 1 - x)).toBeCloseTo(p, 9);
    }),
  );
});

test('what is no probability and no beta distribution is refused', () => {
  for (const p of [-0.1, 1.1, Number.NaN]) expect(() => betaQuantile(p, 1, 1)).toThrow(RangeError);
  expect(() => betaQuantile(0.5, 0, 1)).toThrow(RangeError);
});
