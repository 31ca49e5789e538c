import { expect, test } from 'vitest';
import type { PatternResult, Results } from '../results/schema.ts';
import { group, summaryGroups } from './rows.ts';
import { golden, goldenFailure, goldenPartial } from './testing/golden.ts';

function patternOf(results: Results, name: string): PatternResult {
  const found = results.patterns.find((pattern) => pattern.pattern === name);
  if (found === undefined) throw new Error(`no pattern ${name}`);
  return found;
}

test('the summary shows every pattern, and the claimed metric where it is not the headline', () => {
  const { patterns, run } = golden();
  const groups = summaryGroups(patterns, run.stacks);
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
  const { patterns, run } = golden();
  const labels = summaryGroups(patterns, run.stacks)[2]?.rows.map(({ label }) => label);
  expect(labels).toContain('Node, after-pool');
  expect(labels).toContain('Node ÷ Python, after-pool');
});

test('a failed cell shows its status, and the gain says why it is missing', () => {
  const results = goldenFailure();
  const streaming = patternOf(results, 'streaming');
  const [, node] = group(streaming, streaming.metrics[0] as never, results.run.stacks).rows;
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
  const rows = group(streaming, streaming.metrics[0] as never, results.run.stacks).rows;
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
  const rows = (index: number) => group(workers, workers.metrics[index] as never, results.run.stacks).rows;
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
  const rows = group(batching, batching.metrics[1] as never, results.run.stacks).rows;
  expect(rows[1]).toMatchObject({ before: { text: '200' }, gain: { text: '100×' }, interval: { text: 'exact' } });
});
