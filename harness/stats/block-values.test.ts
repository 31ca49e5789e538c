import { describe, expect, test } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { blockValues, countingSamples } from './block-values.ts';

const sample = (trial: number, time: number, what: Partial<Sample> = {}): Sample => ({
  block: 0,
  trial,
  pattern: 'batching',
  stack: 'node',
  variant: 'after',
  at: '2026-01-14T09:30:00.000Z',
  metrics: { time },
  limits: {},
  ...what,
});
const foreign: Partial<Sample> = { invalid: [{ rule: 'foreign-cpu', detail: 'x' }] };

describe('the last sample of a planned trial counts', () => {
  test('one repeated at the end of its phase stands where it was planned', () => {
    const samples = [sample(0, 1, foreign), sample(1, 2), sample(0, 3, { attempt: 2 })];
    expect(countingSamples(samples).map(({ trial, metrics }) => [trial, metrics.time])).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  test('whether or not it is valid: nobody chooses the better of two', () => {
    const samples = [sample(0, 1, foreign), sample(0, 2, { ...foreign, attempt: 2 })];
    expect(countingSamples(samples)).toEqual([samples[1]]);
  });
});

describe("a block's value", () => {
  test('is the mean of its valid trials', () => {
    const samples = [sample(0, 10), sample(1, 99, foreign), sample(2, 20)];
    expect([...blockValues(samples, 'time')]).toEqual([[0, 15]]);
  });

  test('is the median of the requests of its valid trials', () => {
    const requests = (trial: number, time: number[], what: Partial<Sample> = {}) =>
      sample(trial, 0, { metrics: {}, raw_ms: { time }, ...what });
    const samples = [requests(0, [1, 2]), requests(1, [99, 99, 99, 99], foreign), requests(2, [9])];
    expect([...blockValues(samples, 'time')]).toEqual([[0, 2]]);
  });

  test('is missing when no trial of it is valid', () => {
    const samples = [sample(0, 1, foreign), sample(1, 2, { block: 1 })];
    expect([...blockValues(samples, 'time')]).toEqual([[1, 2]]);
  });
});
