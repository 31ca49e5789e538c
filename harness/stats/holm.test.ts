import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from './holm.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

test('by hand', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect([holm([]), holm([0.2])]).toEqual([[], [0.2]]);
});

test('it lies between no correction and Bonferroni, and keeps the order', () => {
  fc.assert(
    fc.property(pValues, (given) => {
      const adjusted = holm(given);
      for (const [index, p] of given.entries()) {
        expect(adjusted[index]).toBeGreaterThanOrEqual(p);
        expect(adjusted[index]).toBeLessThanOrEqual(Math.min(1, p * given.length));
        for (const [other, q] of given.entries())
          if (p < q) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other] as number);
      }
    }),
  );
});

test('what is no probability is refused', () => {
  for (const p of [-0.1, 1.1, Number.NaN]) expect(() => holm([0.5, p])).toThrow(RangeError);
});
