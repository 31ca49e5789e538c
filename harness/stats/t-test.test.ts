import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equivalenceTest } from './equivalence.ts';
import { meanInterval } from './interval.ts';
import { tTest } from './t-test.ts';

const sample = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 20 })
  .filter((values) => Math.max(...values) - Math.min(...values) > 1e-3);
const against = fc.double({ min: -10, max: 10, noNaN: true });

test('the p value of a printed t: 2.776 with four degrees of freedom', () => {
  const values = [1, 2, 3, 4, 5];
  expect(tTest(values, 3 - 2.776445 * Math.sqrt(0.5), 'two-sided')).toBeCloseTo(0.05, 6);
  expect(tTest(values, 3, 'two-sided')).toBe(1);
});

test('the two one-sided values add up to 1, and the two-sided one is twice the smaller', () => {
  fc.assert(
    fc.property(sample, against, (values, center) => {
      const [greater, less] = [tTest(values, center, 'greater'), tTest(values, center, 'less')];
      expect(greater + less).toBeCloseTo(1, 12);
      expect(tTest(values, center, 'two-sided')).toBeCloseTo(2 * Math.min(greater, less), 12);
    }),
  );
});

test('a centre is rejected at 5 % exactly when it lies outside the 95 % interval', () => {
  fc.assert(
    fc.property(sample, against, (values, center) => {
      const { low, high } = meanInterval(values, 0.95);
      const outside = center < (low as number) || center > (high as number);
      expect(tTest(values, center, 'two-sided') < 0.05).toBe(outside);
    }),
  );
});

test('equivalence at 5 % is a 90 % interval inside the margin', () => {
  fc.assert(
    fc.property(sample, fc.double({ min: 0.1, max: 20, noNaN: true }), (values, margin) => {
      const { low, high } = meanInterval(values, 0.9);
      expect(equivalenceTest(values, margin) < 0.05).toBe((low as number) > -margin && (high as number) < margin);
    }),
  );
});

describe('values without spread', () => {
  test.for([
    ['two-sided', [1, 0, 0]],
    ['greater', [0.5, 0, 1]],
    ['less', [0.5, 1, 0]],
  ] as const)('%s', ([alternative, expected]) => {
    expect([2, 1, 3].map((center) => tTest([2, 2, 2], center, alternative))).toEqual(expected);
  });
  test('are as good as no change when they lie inside the margin', () => {
    expect([equivalenceTest([0, 0, 0], 0.03), equivalenceTest([0.05, 0.05, 0.05], 0.03)]).toEqual([0, 1]);
  });
});

test('what cannot be tested is refused', () => {
  for (const values of [[], [1], [1, Number.NaN]]) expect(() => tTest(values, 0, 'two-sided')).toThrow(RangeError);
  for (const margin of [0, -1, Number.NaN]) expect(() => equivalenceTest([1, 2, 3], margin)).toThrow('margin');
});
