import { describe, expect, test } from 'vitest';
import type { BaselineEntry, Metric } from '../../results/schema.ts';
import { judgeEntry } from './judge.ts';

const latency: Metric = { id: 'latency', title: 'median latency', unit: 'ms', better: 'lower', kind: 'time' };
const capacity: Metric = { id: 'capacity', title: 'capacity', unit: 'req/s', better: 'higher', kind: 'time' };

const entry = (of: BaselineEntry['of'], value: number, spread: number | null, metric = latency): BaselineEntry => ({
  of,
  pattern: 'pooling',
  stack: of === 'ratio' ? null : 'node',
  variant: 'after',
  metric,
  value,
  low: spread === null ? null : value / (1 + spread),
  high: spread === null ? null : value * (1 + spread),
});

describe('counts are exact', () => {
  const count = (value: number): BaselineEntry => ({
    ...entry('count', value, null),
    metric: { id: 'round_trips', title: 'round trips', unit: 'count', better: 'lower', kind: 'count' },
  });
  test.each([
    [3, 3, 'no change'],
    [3, 4, 'regression'],
    [3, 2, 'improvement'],
    [0, 1, 'regression'],
    [1.25, 1.25, 'no change'],
  ])('%d, now %d: %s', (base, head, verdict) => {
    expect(judgeEntry(count(base), count(head), 0.25)).toEqual({ verdict, change: null });
  });
  test('a count that is not whole was not counted alone', () => {
    expect(judgeEntry(count(3), count(3.25), 0.25)).toMatchObject({
      verdict: 'inconclusive',
      why: { code: 'not-whole' },
    });
  });
});

describe('a gain', () => {
  test.each([
    [6, 0.05, 5.9, 0.05, 'no change'],
    [6, 0.05, 4.2, 0.05, 'regression'],
    [6, 0.05, 8.5, 0.05, 'improvement'],
    // Beyond the tolerance, but not for certain.
    [6, 0.05, 4.6, 0.05, 'inconclusive'],
    // 20 % less is let pass, however sure it is.
    [6, 0.001, 4.9, 0.001, 'no change'],
    // Twice as bad, but one of the two is not known that well: whichever.
    [6, 1.5, 3, 0.05, 'inconclusive'],
    [6, 0.05, 3, 1.5, 'inconclusive'],
    // Hardly anything, but known badly.
    [6, 0.3, 5.9, 0.3, 'inconclusive'],
  ])('%d ± %d, now %d ± %d: %s', (base, baseSpread, head, headSpread, verdict) => {
    const judged = judgeEntry(entry('gain', base, baseSpread), entry('gain', head, headSpread), 0.25);
    expect(judged.verdict).toBe(verdict);
  });

  test('with a smaller tolerance a smaller change is one', () => {
    const [base, head] = [entry('gain', 6, 0.01), entry('gain', 5.5, 0.01)];
    expect(judgeEntry(base, head, 0.25).verdict).toBe('no change');
    expect(judgeEntry(base, head, 0.05).verdict).toBe('regression');
  });

  test('without an interval nothing is said', () => {
    expect(judgeEntry(entry('gain', 6, null), entry('gain', 1, 0.01), 0.25)).toMatchObject({
      verdict: 'inconclusive',
      why: { code: 'no-interval' },
    });
  });

  test('that is a difference changes by points', () => {
    const served = (value: number): BaselineEntry => ({
      ...entry('gain', value, null),
      difference: true,
      low: value,
      high: value,
    });
    expect(judgeEntry(served(1), served(0.7), 0.25).verdict).toBe('regression');
    expect(judgeEntry(served(1), served(0.8), 0.25).verdict).toBe('no change');
    expect(judgeEntry(served(0), served(0.5), 0.25).verdict).toBe('improvement');
  });
});

test.each([
  [latency, 2, 'regression'],
  [latency, 0.5, 'improvement'],
  [capacity, 2, 'improvement'],
  [capacity, 0.5, 'regression'],
])('a value is judged by what is better ($id × %d)', (metric, factor, verdict) => {
  const judged = judgeEntry(entry('value', 10, 0.05, metric), entry('value', 10 * factor, 0.05, metric), 0.25);
  expect(judged.verdict).toBe(verdict);
});

test.each([
  [latency, 2, 'node'],
  [latency, 0.5, 'python'],
  [capacity, 2, 'python'],
])('a ratio of the stacks names the loser, whichever way it moved (%o × %d)', (metric, factor, why) => {
  const judged = judgeEntry(entry('ratio', 1, 0.05, metric), entry('ratio', factor, 0.05, metric), 0.25);
  expect(judged).toMatchObject({ verdict: 'regression', why: { code: 'lost-against', stack: why } });
});
