import { expect, test } from 'vitest';
import type { Control, PatternName, StackName } from '../results/schema.ts';
import { isWithin, noiseFloor, noiseLines, noiseSummary, noiseText } from './noise.ts';
import { golden } from './testing/golden.ts';

function control(low: number | null, high: number | null, more: Partial<Control> = {}): Control {
  const ratio = { value: 1, low, high, level: 0.95, n: 3, blocks: [1, 1, 1] };
  return {
    pattern: 'pooling',
    stack: 'node',
    variant: 'after',
    metric: 'capacity',
    ratio,
    sd_per_block: 0.01,
    moved: false,
    ...more,
  };
}

const of = (pattern: PatternName, metric: string, stack: StackName = 'node') => ({ pattern, metric, stack });

test('the floor is the end of the interval that is farther from 1, as a ratio', () => {
  const pooling = of('pooling', 'capacity');
  expect(noiseFloor([control(0.99, 1.03)], pooling)).toEqual({ factor: 1.03, from: null });
  expect(noiseFloor([control(0.8, 1.1)], pooling)).toEqual({ factor: 1.25, from: null });
  expect(noiseText({ factor: 1.25, from: null })).toBe('± 25 %');
});

test('it is shown in two digits', () => {
  expect([1.00687, 1.0251, 1.25, 3.333].map((factor) => noiseText({ factor, from: null }))).toEqual([
    '± 0.69 %',
    '± 2.5 %',
    '± 25 %',
    '± 230 %',
  ]);
});

test('a control of the metric itself goes first, then the highest of the pattern, then the highest of all', () => {
  const controls = [
    control(0.9, 1.1),
    control(0.99, 1.01, { metric: 'latency' }),
    control(0.5, 1.2, { metric: 'cpu' }),
    control(0.4, 1.2, { pattern: 'parallel', metric: 'latency', stack: 'python' }),
  ];
  expect(noiseFloor(controls, of('pooling', 'latency'))).toEqual({ factor: 1 / 0.99, from: null });
  expect(noiseFloor(controls, of('pooling', 'other'))).toEqual({ factor: 2, from: 'cpu' });
  expect(noiseFloor(controls, of('batching', 'time'))).toEqual({ factor: 2, from: 'pooling' });
  expect(noiseFloor(controls, of('batching', 'time', 'python'))).toEqual({ factor: 2.5, from: 'parallel' });
  expect(noiseFloor(controls.slice(0, 3), of('batching', 'time', 'python'))).toBeUndefined();
});

test('no interval, no floor', () => {
  expect(noiseFloor([control(null, null)], of('pooling', 'capacity'))).toBeUndefined();
  expect(noiseLines({ controls: [control(null, null)], patterns: [] })[0]).toContain(
    'no interval and so no noise floor',
  );
  expect(noiseSummary({ ...golden(), controls: [control(null, null)] })).toBeNull();
});

test('noise of another pattern names it', () => {
  expect(noiseText({ factor: 1.5, from: 'pooling' })).toBe('± 50 % (pooling)');
});

test('a ratio is within the noise in either direction', () => {
  const floor = { factor: 1.25, from: null };
  expect([0.79, 0.81, 1, 1.24, 1.26].map((ratio) => isWithin(floor, ratio))).toEqual([false, true, true, true, false]);
});
