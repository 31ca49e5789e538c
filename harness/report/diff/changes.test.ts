/** Growth has bytes where everything else has percents. */
import { expect, test } from 'vitest';
import type { Estimate, Metric } from '../../results/schema.ts';
import { METRICS } from '../../tests/golden/golden-rows.ts';
import { band, measuredChange, measuredInterval } from './changes.ts';

const growth: Metric = { id: 'growth', title: 'memory growth', unit: 'bytes', better: 'lower', kind: 'growth' };
const estimate = (value: number, low: number | null, high: number | null): Estimate => ({
  ...{ value, low, high, level: 0.95, n: 5, blocks: [] },
});

test('a ratio is shown in percent', () => {
  const row = { metric: METRICS.cpu, change: estimate(1.052, 1.044, 1.06) };
  expect(measuredChange(row)).toBe('+5.2 %');
  expect(measuredInterval(row)).toBe('+4.4 to +6.0 %');
  expect(band(0.03, METRICS.cpu)).toBe('±3 %');
});

test('a difference is shown in bytes', () => {
  const row = { metric: growth, change: null, difference: estimate(32_600_000, 30_100_000, 35_200_000) };
  expect(measuredChange(row)).toBe('+32.6 MB');
  expect(measuredInterval(row)).toBe('30.1–35.2 MB');
  expect(band(1_660_000, growth)).toBe('±1.66 MB');
  expect(measuredChange({ ...row, difference: estimate(-2e6, null, null) })).toBe('−2.00 MB');
  expect(measuredInterval({ ...row, difference: estimate(-2e6, null, null) })).toBeNull();
});

test('without either there is neither', () => {
  expect(measuredChange({ metric: growth, change: null })).toBeNull();
  expect(measuredInterval({ metric: growth, change: null })).toBeNull();
});
