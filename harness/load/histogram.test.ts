import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Histogram, quantilesOf } from './histogram.ts';

const of = (...valuesMs: number[]) => {
  const histogram = new Histogram();
  for (const ms of valuesMs) histogram.record(ms);
  return histogram;
};
/** By definition: the smallest value that at least the fraction p of the values do not exceed. */
const exactQuantile = (valuesMs: number[], p: number) =>
  [...valuesMs].sort((a, b) => a - b)[Math.max(0, Math.ceil(valuesMs.length * p) - 1)] as number;
const durations = fc.array(fc.double({ min: 0.001, max: 200_000, noNaN: true }), { minLength: 1, maxLength: 300 });

it('tells microseconds apart and keeps three digits of long ones', () => {
  const histogram = of(0.071, 0.072, 1.5, 3_000);
  expect(histogram.quantileMs(0.25)).toBe(0.071);
  expect(histogram.quantileMs(0.5)).toBe(0.072);
  expect(histogram.maxMs / 3_000).toBeCloseTo(1, 3);
});

it('reads quantiles within 0.1 % of the exact ones, or half a microsecond', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.9, 0.99, 1), (values, p) => {
      const exact = exactQuantile(values, p);
      expect(Math.abs(of(...values).quantileMs(p) - exact)).toBeLessThanOrEqual(exact * 0.001 + 0.000_51);
    }),
    { seed: 1, numRuns: 300 },
  );
});

it('adds up to what one histogram would have seen, also through text', () => {
  fc.assert(
    fc.property(durations, durations, (a, b) => {
      const whole = of(...a, ...b);
      const sum = Histogram.fromBase64(of(...a).toBase64()).add(of(...b));
      expect(sum.count).toBe(a.length + b.length);
      expect(quantilesOf(sum)).toEqual(quantilesOf(whole));
      expect(sum.toBase64()).toBe(whole.toBase64());
    }),
    { seed: 1, numRuns: 50 },
  );
});

it('counts what no clock should give at the ends of its range', () => {
  expect(quantilesOf(of(-0.01))).toEqual({ p50_ms: 0, p90_ms: 0, p99_ms: 0, max_ms: 0 });
  expect(of(1e9).maxMs / 3_600_000).toBeCloseTo(1, 3);
});

it('has no quantiles when empty, rather than 0', () => {
  expect(quantilesOf(new Histogram()).p50_ms).toBeNaN();
  expect(Histogram.fromBase64(new Histogram().toBase64()).count).toBe(0);
});

it('refuses a text that is not a histogram', () => {
  expect(() => Histogram.fromBase64('aGVsbG8=')).toThrow();
});
