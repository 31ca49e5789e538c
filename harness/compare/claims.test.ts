import { expect, test } from 'vitest';
import type { Claim, Estimate, Gain, Metric } from '../results/schema.ts';
import { judgeClaim, roundingRange } from './claims.ts';

const latency: Metric = { id: 'latency', title: 'median latency', unit: 'ms', better: 'lower', kind: 'time' };
const claim: Claim = { metric: 'latency', before: 1500, after: 600, gain: 2.5, text: '' };

function estimate(low: number | null, high: number | null): Estimate {
  return { value: ((low ?? 2) + (high ?? 2)) / 2, low, high, level: 0.95, n: 3, blocks: [] };
}

function gain(low: number | null, high: number | null): Gain {
  return { metric: 'latency', variant: 'after', kind: 'ratio', estimate: estimate(low, high) };
}

test.each([
  [2.4, 2.6, 'claim-held'],
  [2.46, 2.48, 'claim-held'],
  [2.3, 2.44, 'claim-not-reached'],
  [2.56, 2.7, 'claim-exceeded'],
  [0.9, 2.6, 'no-difference-shown'],
  [1, 1, 'no-difference-shown'],
  [0.7, 0.9, 'got-worse'],
  [null, null, 'no-interval'],
])('an interval from %s to %s against a claimed 2.5×: %s', (low, high, verdict) => {
  expect(judgeClaim(latency, claim, gain(low, high), undefined)).toBe(verdict);
});

test('a gain that could not be computed is not judged', () => {
  expect(judgeClaim(latency, claim, { ...gain(1, 2), estimate: null }, undefined)).toBe('not-judged');
  expect(judgeClaim(latency, claim, undefined, undefined)).toBe('not-judged');
});

test('an infinite claim is judged by the value it promised', () => {
  const served: Metric = { id: 'served', title: 'served', unit: 'fraction', better: 'higher', kind: 'count' };
  const infinite: Claim = { metric: 'served', before: 0, after: 1, gain: null, text: '' };
  const difference: Gain = { metric: 'served', variant: 'after', kind: 'difference', estimate: estimate(0.9, 0.95) };
  expect(judgeClaim(served, infinite, difference, estimate(0.99, 1))).toBe('claim-held');
  expect(judgeClaim(served, infinite, difference, estimate(0.9, 0.98))).toBe('claim-not-reached');
});

test('a claim covers the values that round to it', () => {
  expect(roundingRange(67)).toEqual([66.5, 67.5]);
  expect(roundingRange(2.5)).toEqual([2.45, 2.55]);
});
