import { expect, test } from 'vitest';
import type { Timeline } from '../results/schema.ts';
import { golden, untraced } from '../tests/golden/golden.ts';
import { withTimelines } from './summarize-timelines.ts';

const { verdicts: _, schema_version: __, ...plain } = untraced(golden());
const timeline = (variant: string, took_ms: number): Timeline => ({
  ...{ pattern: 'pooling', stack: 'node', variant, took_ms },
  ...{ at: '2026-01-14T09:30:00.000Z', how: 'one request', events: [], series: [] },
});

test('each pattern has its own, and of a cell that was traced twice the last one counts', () => {
  const [first, second, other] = [timeline('after', 1), timeline('after', 2), timeline('before', 3)];
  const { patterns } = withTimelines(plain, [first, other, second]);
  expect(patterns.flatMap(({ pattern, timelines }) => (timelines ? [[pattern, timelines]] : []))).toEqual([
    ['pooling', [other, second]],
  ]);
});

test('results of a run that traced nothing stay as they are', () => {
  expect(withTimelines(plain, [])).toBe(plain);
});
