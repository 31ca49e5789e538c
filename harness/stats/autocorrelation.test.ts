import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highFrom, lagOneAutocorrelation } from './autocorrelation.ts';
import { seededRandom } from './random.ts';
import { autoregressive, heavyTails, type Noise, normal } from './simulation/noise.ts';

test('a drift is high, a zigzag is not', () => {
  expect(lagOneAutocorrelation([1, 2, 3, 4, 5, 6, 7, 8])).toEqual({ value: 0.625, high: true });
  expect(lagOneAutocorrelation([1, 8, 1, 8, 1, 8, 1, 8])).toEqual({ value: -0.875, high: false });
});

test.each([
  [5, 0.29],
  [8, 0.34],
  [12, 0.33],
])('of %d blocks a value from %d on is high: about where AR(1) 0.3 takes 95 %% below 90', (n, from) => {
  expect(highFrom(n)).toBeCloseTo(from, 2);
});

test('too few blocks, and blocks without spread, say nothing', () => {
  expect(lagOneAutocorrelation([1, 2, 3, 4])).toEqual({ value: null, high: false });
  expect(lagOneAutocorrelation([2, 2, 2, 2, 2])).toEqual({ value: null, high: false });
});

test('neither unit nor zero point matters', () => {
  const blocks = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 5, maxLength: 20 });
  fc.assert(
    fc.property(blocks, fc.integer({ min: 1, max: 50 }), fc.integer({ min: -50, max: 50 }), (values, unit, zero) => {
      const [there, here] = [
        lagOneAutocorrelation(values).value,
        lagOneAutocorrelation(values.map((x) => unit * x + zero)).value,
      ];
      if (there === null) expect(here).toBeNull();
      else {
        expect(here).toBeCloseTo(there, 9);
        expect(Math.abs(there)).toBeLessThan(1);
      }
    }),
  );
});

/** How many of 4,000 seeded samples are called high. */
function highShare(noise: Noise, n: number): number {
  const random = seededRandom(3);
  const samples = Array.from({ length: 4000 }, () => lagOneAutocorrelation(noise(random, n)));
  return samples.filter(({ high }) => high).length / samples.length;
}

test.for([5, 8, 12, 20])('%d independent blocks are called high about once in twenty', (n) => {
  for (const noise of [normal, heavyTails]) {
    expect(highShare(noise, n)).toBeLessThan(0.065);
    expect(highShare(noise, n)).toBeGreaterThan(0.01);
  }
});

test('what it misses: strong autocorrelation shows in 20 blocks, hardly in 8', () => {
  expect(highShare(autoregressive(0.6), 20)).toBeGreaterThan(0.7);
  expect(highShare(autoregressive(0.6), 8)).toBeLessThan(0.4);
  expect(highShare(autoregressive(0.3), 8)).toBeLessThan(0.2);
});

test('a value that is not finite is refused', () => {
  expect(() => lagOneAutocorrelation([1, 2, 3, 4, Number.NaN])).toThrow(RangeError);
});
