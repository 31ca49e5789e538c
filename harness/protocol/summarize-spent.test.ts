import { expect, test } from 'vitest';
import type { FinishedPhase } from '../results/schema.ts';
import { golden, untraced } from '../tests/golden/golden.ts';
import { withSpent } from './summarize-spent.ts';

const phase = (ms: number, best_ms?: number): FinishedPhase => ({
  ...{ block: 0, pattern: 'pooling', phase: 0, at: '2026-01-14T09:30:20.000Z', ms },
  ...(best_ms === undefined ? {} : { best_ms }),
});
const { spent: _, ...traced } = golden();
const { spent: __, ...plain } = untraced(golden());
const tookMs = Date.parse(plain.finished_at) - Date.parse(plain.run.started_at);

test('the best way is apart from the blocks, and what no phase took is the rest', () => {
  const { spent } = withSpent(plain, [phase(50_000), phase(9_000, 3_000)]);
  expect(spent).toEqual({ measuring_ms: 56_000, best_ms: 3_000, other_ms: tookMs - 59_000 });
});

test('timelines are apart from both', () => {
  const { spent } = withSpent(traced, [phase(50_000)]);
  const tracedMs = traced.patterns.flatMap(({ timelines = [] }) => timelines.map(({ took_ms }) => took_ms));
  const timelines_ms = Math.round(tracedMs.reduce((sum, ms) => sum + ms));
  expect(spent).toEqual({ measuring_ms: 50_000, timelines_ms, other_ms: tookMs - 50_000 - timelines_ms });
});

test('nobody knows the rest of a run that stood still', () => {
  const resumed = { ...plain, run: { ...plain.run, resumed_at: ['2026-01-14T09:31:00.000Z'] } };
  expect(withSpent(resumed, [phase(50_000)]).spent).toEqual({ measuring_ms: 50_000 });
});

test('a run that measured nothing has no account', () => {
  expect(withSpent(plain, [])).toEqual(plain);
});
