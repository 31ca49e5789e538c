import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../results/schema.ts';
import {
  gainIntervalOf,
  gainText,
  instant,
  intervalOf,
  quantity,
  span,
  statedQuantity,
  statedTimes,
  times,
} from './format.ts';

const estimate = (value: number, low: number | null, high: number | null): Estimate => ({
  value,
  low,
  high,
  level: 0.95,
  n: 3,
  blocks: [],
});

describe('a measured value keeps three significant digits in the unit that fits', () => {
  test.each([
    [61.234, 'ms', '61.2 ms'],
    [20, 'ms', '20.0 ms'],
    [1500, 'ms', '1.50 s'],
    [999.7, 'ms', '1,000 ms'],
    [0.0412, 'ms', '41.2 µs'],
    [0, 'ms', '0 ms'],
    [1e9, 'bytes', '1.00 GB'],
    [118_400_000, 'bytes', '118 MB'],
    [5622, 'req/s', '5,620 req/s'],
    [1000, 'count', '1,000'],
    [2.5, 'count', '2.50'],
    [0.9949, 'fraction', '99.5 %'],
    [1, 'fraction', '100 %'],
    [0, 'fraction', '0 %'],
  ] as const)('%d %s is %s', (value, unit, text) => {
    expect(quantity(value, unit)).toBe(text);
  });
});

test('a claim shows only the digits that were stated', () => {
  expect(statedQuantity(1500, 'ms')).toBe('1.5 s');
  expect(statedQuantity(15e6, 'bytes')).toBe('15 MB');
  expect(statedTimes(67)).toBe('67×');
  expect(statedTimes(null)).toBe('∞');
});

test('a gain is a ratio, or a difference with its sign', () => {
  expect(times(2.4666)).toBe('2.47×');
  expect(gainText(0.982, 'difference', 'fraction')).toBe('+98.2 points');
  expect(gainText(-12.3, 'difference', 'ms')).toBe('−12.3 ms');
});

test('an interval carries the unit of its value once', () => {
  expect(intervalOf(estimate(149, 148, 151), 'ms')).toBe('148–151 ms');
  expect(gainIntervalOf(estimate(2.4, 2.38, 2.51), 'ratio', 'ms')).toBe('2.38–2.51');
  expect(gainIntervalOf(estimate(1, -1.5, 3), 'difference', 'ms')).toBe('−1.50 to 3.00 ms');
});

test('too few blocks give no interval', () => {
  expect(intervalOf(estimate(149, null, null), 'ms')).toBeNull();
});

test('an instant is shown in UTC whatever its offset', () => {
  expect(instant('2026-01-14T10:30:59+01:00')).toBe('2026-01-14 09:30 UTC');
  expect(span('2026-01-14T09:30:00Z', '2026-01-14T09:32:12Z')).toBe('2 min 12 s');
});
