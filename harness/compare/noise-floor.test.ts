import { expect, test } from 'vitest';
import type { Control, PatternName, StackName } from '../results/schema.ts';
import { isWithin, noiseFloor } from './noise-floor.ts';

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
  const capacity = of('pooling', 'capacity');
  const from = { pattern: 'pooling', metric: 'capacity' };
  expect(noiseFloor([control(0.99, 1.03)], capacity)).toEqual({ factor: 1.03, from });
  expect(noiseFloor([control(0.8, 1.1)], capacity)).toEqual({ factor: 1.25, from });
});

test('a control of the metric itself goes first, then the highest of the pattern, then the highest of all', () => {
  const controls = [
    control(0.9, 1.1),
    control(0.99, 1.01, { metric: 'latency' }),
    control(0.5, 1.2, { metric: 'cpu' }),
    control(0.4, 1.2, { pattern: 'parallel', metric: 'latency', stack: 'python' }),
  ];
  const cpu = { pattern: 'pooling', metric: 'cpu' };
  expect(noiseFloor(controls, of('pooling', 'latency'))).toEqual({
    factor: 1 / 0.99,
    from: { ...cpu, metric: 'latency' },
  });
  expect(noiseFloor(controls, of('pooling', 'other'))).toEqual({ factor: 2, from: cpu });
  expect(noiseFloor(controls, of('batching', 'time'))).toEqual({ factor: 2, from: cpu });
  expect(noiseFloor(controls, of('batching', 'time', 'python'))).toEqual({
    factor: 2.5,
    from: { pattern: 'parallel', metric: 'latency' },
  });
  expect(noiseFloor(controls.slice(0, 3), of('batching', 'time', 'python'))).toBeUndefined();
});

test('no interval, no floor', () => {
  expect(noiseFloor([control(null, null)], of('pooling', 'capacity'))).toBeUndefined();
});

test('a ratio is within the noise in either direction', () => {
  const ratios = [0.79, 0.81, 1, 1.24, 1.26];
  expect(ratios.map((ratio) => isWithin({ factor: 1.25 }, ratio))).toEqual([false, true, true, true, false]);
});
