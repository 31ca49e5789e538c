import { expect, test } from 'vitest';
import type { TuneWindow } from '../../results/schema.ts';
import { simulatedWindow } from '../../tests/golden/simulated-pool.ts';
import { cellMetrics, durationText, leastDisturbed, meanText, msText, rateText } from './cell-metrics.ts';

const setting = { size: 8, overflow: 0, timeout_ms: 500 };
const window = (change: Partial<TuneWindow>): TuneWindow => ({
  ...simulatedWindow({ setting, ratePerS: 50, durationMs: 1000, holdMs: 20, seed: 3 }),
  ...change,
});
const cell = (...changes: Partial<TuneWindow>[]) => ({ setting, windows: changes.map(window) });

test('latencies of several windows are their geometric mean, so that ratios agree with it', () => {
  expect(cellMetrics(cell({ p95_ms: 10 }, { p95_ms: 40 })).p95_ms).toBeCloseTo(20);
});

test('the least disturbed window has the least p95, and is valid if any is', () => {
  const [quick, slow, dead] = [{ p95_ms: 10 }, { p95_ms: 40 }, { p95_ms: null }];
  expect(cellMetrics(leastDisturbed(cell(slow, dead, quick))).p95_ms).toBeCloseTo(10);
  const late = { ...quick, invalid: [{ rule: 'driver-late' as const, detail: '' }] };
  expect(cellMetrics(leastDisturbed(cell(late, slow))).p95_ms).toBeCloseTo(40);
  expect(cellMetrics(leastDisturbed(cell(late))).p95_ms).toBeCloseTo(10);
});

test('timeouts are shares of all requests of all windows, not means of shares', () => {
  expect(cellMetrics(cell({ sent: 10, timeouts: 5 }, { sent: 90, timeouts: 0 })).timeouts).toBe(0.05);
});

test('what no window saw is not known, what one saw is', () => {
  expect(cellMetrics(cell({ in_use_max: null }, { in_use_max: null })).in_use_max).toBeNull();
  expect(cellMetrics(cell({ in_use_max: null }, { in_use_max: 7 })).in_use_max).toBe(7);
});

test.each([
  [meanText(0.0123), '0.01'],
  [meanText(5.96), '6.0'],
  [meanText(0), '0.0'],
  [msText(1234), '1,230'],
  [msText(null), '–'],
  [durationText(1234), '1.23 s'],
  [rateText(1250), '1,250'],
  [rateText(128.84), '129'],
])('%s reads as %s', (text, expected) => {
  expect(text).toBe(expected);
});
