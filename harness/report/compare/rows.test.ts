import { describe, expect, test } from 'vitest';
import { judged } from '../../compare/judge.ts';
import type { PatternResult, Results } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial, goldenStandard } from '../../tests/golden/golden.ts';
import { group, summaryGroups } from './rows.ts';
import { contextOf } from './run-context.ts';

function patternOf(results: Results, name: string): PatternResult {
  const found = results.patterns.find((pattern) => pattern.pattern === name);
  if (found === undefined) throw new Error(`no pattern ${name}`);
  return found;
}

test('the summary shows every pattern, and the claimed metric where it is not the headline', () => {
  const groups = summaryGroups(golden());
  expect(groups.map(({ metric }) => metric)).toEqual([
    'median latency',
    'peak memory',
    'worst latency of a light request',
    'light requests served in time',
    'time',
    'median latency',
  ]);
  expect(groups[0]?.rows.map(({ label }) => label)).toEqual(['Claimed', 'Node', 'Python', 'Node ÷ Python']);
});

test('a further variant has lines of its own', () => {
  const labels = summaryGroups(golden())[2]?.rows.map(({ label }) => label);
  expect(labels).toContain('Node, after-pool');
  expect(labels).toContain('Node ÷ Python, after-pool');
});

test('a failed cell shows its status, and the gain says why it is missing', () => {
  const results = goldenFailure();
  const streaming = patternOf(results, 'streaming');
  const [, node] = group(streaming, streaming.metrics[0] as never, contextOf(results)).rows;
  expect(node).toMatchObject({
    label: 'Node',
    before: { text: 'failed (507)', failed: true },
    after: { text: '120 MB' },
    gain: { text: '–' },
    reading: 'before: The file does not fit into one string',
  });
});

test('a partial run shows the cells that are missing', () => {
  const results = goldenPartial();
  const streaming = patternOf(results, 'streaming');
  const rows = group(streaming, streaming.metrics[0] as never, contextOf(results)).rows;
  expect(rows.find(({ stack }) => stack === 'python')).toMatchObject({
    before: { text: 'not measured' },
    gain: { text: '–' },
    reading: 'not measured',
  });
  expect(rows.some(({ kind }) => kind === 'ratio')).toBe(false);
});

test('a claim that promises nothing has no infinite gain, and a metric without gains misses none', () => {
  const results = golden();
  const workers = patternOf(results, 'workers');
  const rows = (index: number) => group(workers, workers.metrics[index] as never, contextOf(results)).rows;
  expect(rows(0)[0]).toMatchObject({
    label: 'Claimed',
    before: { text: '3 s' },
    after: { text: '' },
    gain: { text: '' },
  });
  expect(rows(1)[0]).toMatchObject({ label: 'Claimed', after: { text: '100 %' }, gain: { text: '∞' } });
  expect(rows(2)[0]).toMatchObject({ label: 'Node', gain: { text: '' }, reading: '' });
});

test('a count that never varied is exact', () => {
  const results = golden();
  const batching = patternOf(results, 'batching');
  const rows = group(batching, batching.metrics[1] as never, contextOf(results)).rows;
  expect(rows[1]).toMatchObject({ before: { text: '200' }, gain: { text: '100×' }, interval: { text: 'exact' } });
});

describe('the noise of the control', () => {
  const gains = (results: Results, name: string, index: number) => {
    const pattern = patternOf(results, name);
    return group(pattern, pattern.metrics[index] as never, contextOf(judged(results))).rows.filter(
      ({ kind }) => kind === 'stack',
    );
  };

  test('stands beside gains in time and cost, and beside no others', () => {
    expect(gains(golden(), 'pooling', 0)[0]?.interval.note).toMatch(/^noise ± [\d.]+ %$/);
    expect(gains(golden(), 'streaming', 0)[0]?.interval.note).toBeNull();
    expect(gains(golden(), 'batching', 1)[0]?.interval.note).toBeNull();
    expect(gains(golden(), 'workers', 1)[0]?.interval.note).toBeNull();
  });

  test('is said of a gain that is no larger, with the pattern it comes from', () => {
    const results = golden();
    const [control] = results.controls?.filter(({ pattern }) => pattern === 'pooling') ?? [];
    Object.assign(control?.ratio ?? {}, { low: 0.94, high: 1.05 });
    const [node] = gains(results, 'streaming', 1);
    expect(node).toMatchObject({
      isNoise: true,
      reading: expect.stringMatching(/^[a-z ]+, within the noise of pooling$/),
    });
    Object.assign(control ?? {}, { pattern: 'streaming', metric: 'time' });
    expect(gains(results, 'streaming', 1)[0]?.reading).toMatch(/, within the noise$/);
  });

  test('is unknown where the control has no interval', () => {
    expect(gains(golden(2), 'pooling', 0)[0]).toMatchObject({ interval: { note: null }, reading: 'no interval' });
  });
});

test('a cell that lost trials says so, and one that lost all of them is invalid', () => {
  const results = golden();
  const parallel = patternOf(results, 'parallel');
  const python = () => group(parallel, parallel.metrics[0] as never, contextOf(results)).rows[2];
  expect(python()?.after.note).toMatch(/; 1 trial left out$/);
  const cell = parallel.stacks.python?.cells[1];
  Object.assign(cell ?? {}, { status: 'missing', metrics: {}, invalid_trials: 6 });
  expect(python()?.after).toEqual({ text: 'invalid', note: '6 trials left out', failed: true });
});

test('what narrows an interval falsely stands beside it', () => {
  const results = goldenStandard();
  const streaming = patternOf(results, 'streaming');
  const notes = group(streaming, streaming.metrics[1] as never, contextOf(results)).rows.map(
    ({ interval }) => interval.note,
  );
  expect(notes[2]).toMatch(/^blocks correlated \(lag-1 0\.\d\d\); noise ± /);
});
