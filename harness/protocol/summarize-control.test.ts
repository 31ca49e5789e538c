import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { summarize } from './summarize.ts';

const golden = JSON.parse(readFileSync(new URL('../tests/golden/pages/results.json', import.meta.url), 'utf8'));
const END = { finished_at: '2026-01-14T09:32:12.000Z', status: 'complete', status_reason: null } as const;

const samplesOf = (trial: number, variant: string, values: number[], more: Partial<Sample> = {}): Sample[] =>
  values.map((latency, block) => ({
    ...{ block, trial: trial + block, pattern: 'pooling', stack: 'node', variant, at: END.finished_at },
    ...{ metrics: { latency }, limits: {} },
    ...more,
  }));

test('a control counts for its cell, too: it is the same cell in the same process', () => {
  const samples = [
    ...samplesOf(0, 'before', [40, 80]),
    ...samplesOf(10, 'after', [10, 20]),
    ...samplesOf(20, 'after', [30, 60], { arm: 'control' }),
  ];
  const run = { ...golden.run, patterns: ['pooling'], stacks: ['node'], code: {} };
  const { patterns, controls } = summarize(run, samples, END);
  const { gains, cells } = patterns[0]?.stacks.node ?? {};
  expect(gains?.find(({ metric }) => metric === 'latency')?.estimate?.blocks).toEqual([2, 2]);
  expect(cells?.find(({ variant }) => variant === 'after')?.metrics.latency?.blocks).toEqual([20, 40]);
  expect(controls?.[0]?.ratio.blocks).toEqual([3, 3]);
});
