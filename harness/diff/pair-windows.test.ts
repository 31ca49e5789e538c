import { expect, test } from 'vitest';
import type { Metric, Sample } from '../results/schema.ts';
import { pairBlocks } from './pair-windows.ts';

const cpu: Metric = { id: 'cpu', title: 'CPU', unit: 'ms', better: 'lower', kind: 'cost' };
const peak: Metric = { id: 'peak_rss', title: 'peak', unit: 'bytes', better: 'lower', kind: 'memory' };

const windows = (values: (number | null)[], block = 0, id = 'cpu'): Sample[] =>
  values.map((value, trial) => ({
    ...{ block, trial, pattern: 'pooling', stack: 'node', variant: 'after', at: '2026-01-01T00:00:00.000Z' },
    metrics: value === null ? {} : { [id]: value },
    limits: {},
    ...(value === null ? { invalid: [{ rule: 'errors', detail: 'none' }] } : {}),
  }));
const changeOf = (base: Sample[], head: Sample[], metric = cpu) =>
  pairBlocks(base, head, metric).map((pair) => pair.head / pair.base);

test('what comes to both with the same window leaves the change alone', () => {
  const [change] = changeOf(windows([10, 20, 40, 10]), windows([11, 22, 44, 11]));
  expect(change).toBeCloseTo(1.1);
});

test('a window that somebody else made dear does not count', () => {
  const [change] = changeOf(windows([10, 10, 10, 10]), windows([11, 11, 11, 30]));
  expect(change).toBeCloseTo(1.1);
});

test('an invalid window takes its partner with it, and no other', () => {
  const [change] = changeOf(windows([10, null, 30]), windows([20, 99, 60]));
  expect(change).toBeCloseTo(2);
});

test('a block without a pair has no value', () => {
  expect(changeOf(windows([10, null]), windows([null, 10]))).toEqual([]);
  expect(changeOf(windows([10]), [])).toEqual([]);
  expect(changeOf(windows([0]), windows([10]))).toEqual([]);
  expect(changeOf(windows([null], 0, 'peak_rss'), windows([5], 0, 'peak_rss'), peak)).toEqual([]);
});

test('blocks come in their order, each with base in its own unit', () => {
  const pairs = pairBlocks(
    [...windows([4, 9], 1), ...windows([5], 0)],
    [...windows([5], 0), ...windows([8, 18], 1)],
    cpu,
  );
  expect(pairs.map(({ block }) => block)).toEqual([0, 1]);
  expect(pairs[1]?.base).toBeCloseTo(6);
  expect(pairs[1]?.head).toBeCloseTo(12);
});

test('the highest of all peaks is the peak', () => {
  const pairs = pairBlocks(windows([100, 120, 130], 0, 'peak_rss'), windows([100, 150, 156], 0, 'peak_rss'), peak);
  expect(pairs).toEqual([{ block: 0, base: 130, head: 156 }]);
});

test('of single requests the median counts', () => {
  const raw = (values: number[]) => windows([1]).map((sample) => ({ ...sample, raw_ms: { cpu: values } }));
  expect(changeOf(raw([1, 2, 90]), raw([3, 4, 5]))[0]).toBeCloseTo(2);
});
