import { describe, expect, test } from 'vitest';
import { logMeanInterval } from '../../stats/interval.ts';
import { fraction, seededRandom } from '../../stats/random.ts';
import { changeBetween } from './change.ts';

const exact = (value: number) => ({ value, low: value, high: value });

test('a ratio is head over base, a difference head less base', () => {
  expect(changeBetween(exact(4), exact(5), 'ratio')?.value).toBeCloseTo(1.25, 12);
  expect(changeBetween(exact(0.5), exact(0.75), 'difference')).toEqual(exact(0.25));
});

test('independent intervals add as squares, on the log scale for a ratio', () => {
  expect(changeBetween({ value: 10, low: 7, high: 13 }, { value: 20, low: 16, high: 24 }, 'difference')).toEqual({
    value: 10,
    low: 5,
    high: 15,
  });
  const change = changeBetween(
    { value: 1, low: Math.exp(-0.3), high: Math.exp(0.3) },
    { value: 1, low: Math.exp(-0.4), high: Math.exp(0.4) },
    'ratio',
  );
  expect(Math.log(change?.low as number)).toBeCloseTo(-0.5, 12);
  expect(Math.log(change?.high as number)).toBeCloseTo(0.5, 12);
});

test('an interval that leans to one side leans the change to that side', () => {
  const change = changeBetween(exact(10), { value: 20, low: 19, high: 30 }, 'difference');
  expect(change).toEqual({ value: 10, low: 9, high: 20 });
  expect(changeBetween({ value: 20, low: 19, high: 30 }, exact(10), 'difference')).toEqual({
    value: -10,
    low: -20,
    high: -9,
  });
});

test('without one of the intervals the change has none', () => {
  expect(changeBetween({ value: 2, low: null, high: null }, exact(1), 'ratio')).toEqual({
    value: 0.5,
    low: null,
    high: null,
  });
});

test.each([0, -1])('%d has no ratio', (value) => {
  expect(changeBetween(exact(1), exact(value), 'ratio')).toBeNull();
  expect(changeBetween(exact(value), exact(1), 'ratio')).toBeNull();
});

describe('coverage', () => {
  // Three blocks of either side, the fewest that have an interval, and the most that the profiles make.
  test.each([3, 8])('over %d blocks of either side the interval holds the truth', (blocks) => {
    const random = seededRandom(7);
    const sd = 0.05;
    const normal = () => sd * Math.sqrt(-2 * Math.log(1 - fraction(random))) * Math.cos(2 * Math.PI * fraction(random));
    const sample = (truth: number) =>
      logMeanInterval(
        Array.from({ length: blocks }, () => truth * Math.exp(normal())),
        0.95,
      );
    const held = Array.from({ length: 2_000 }, () => {
      const change = changeBetween(sample(5), sample(6), 'ratio');
      return (change?.low as number) <= 1.2 && (change?.high as number) >= 1.2;
    });
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThan(0.935);
  });
});
