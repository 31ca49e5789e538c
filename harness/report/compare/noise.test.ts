import { expect, test } from 'vitest';
import type { Control, PatternName } from '../../results/schema.ts';
import { golden } from '../../tests/golden/golden.ts';
import { noiseLines, noiseSummary, noiseText } from './noise.ts';

const text = (factor: number, pattern: PatternName = 'pooling', metric = 'capacity') =>
  noiseText({ pattern: 'pooling', metric: 'capacity', noise: { factor, from: { pattern, metric }, within: false } });

test('a floor is shown in two digits', () => {
  expect([1.00687, 1.0251, 1.25, 3.333].map((factor) => text(factor))).toEqual([
    '± 0.69 %',
    '± 2.5 %',
    '± 25 %',
    '± 230 %',
  ]);
});

test('noise of another metric or pattern names it', () => {
  expect(text(1.5, 'pooling', 'cpu')).toBe('± 50 % (cpu)');
  expect(text(1.5, 'batching', 'time')).toBe('± 50 % (batching)');
});

test('a control without an interval says so, and is in no summary', () => {
  const [first] = golden().controls as [Control];
  const controls = [{ ...first, ratio: { ...first.ratio, low: null, high: null } }];
  expect(noiseLines({ controls, patterns: [] })[0]).toContain('no interval and so no noise floor');
  expect(noiseSummary({ ...golden(), controls })).toBeNull();
});
