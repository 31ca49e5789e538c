import { expect, test } from 'vitest';
import type { PatternName, PatternResult } from '../../../results/schema.ts';
import { golden } from '../../../tests/golden/golden.ts';
import { percentileData } from './percentile-chart.ts';

const both = ['node', 'python'] as const;

function patternOf(name: PatternName): PatternResult {
  const found = golden().patterns.find(({ pattern }) => pattern === name);
  if (found === undefined) throw new Error(`no pattern ${name}`);
  return found;
}

test('a line rises from the fastest request to the slowest, no farther than the count supports', () => {
  const pattern = patternOf('pooling');
  const distribution = pattern.stacks.node?.cells[1]?.distributions?.find(({ metric }) => metric === 'capacity');
  const line = percentileData(pattern, 'capacity', both)?.lines.find(
    ({ stack, variant }) => stack === 'node' && variant === 'after',
  );
  expect(line?.points.at(-1)).toEqual({ rank: distribution?.count, value: distribution?.max_ms });
  expect(line?.points[0]?.rank).toBe(1);
  const values = line?.points.map(({ value }) => value) ?? [];
  expect(values).toEqual([...values].sort((a, b) => a - b));
});

test('the points lie at the percentiles of the cell', () => {
  const pattern = patternOf('workers');
  const [cell] = pattern.stacks.python?.cells ?? [];
  const line = percentileData(pattern, 'worst_light', both)?.lines.find(
    ({ stack, variant }) => stack === 'python' && variant === 'before',
  );
  const p90 = line?.points.find(({ rank }) => Math.abs(rank - 10) < 1e-9);
  expect(p90?.value).toBeCloseTo(cell?.distributions?.[0]?.p90_ms ?? 0, 6);
});

test('the axis is logarithmic only where latencies are far apart', () => {
  expect(percentileData(patternOf('parallel'), 'latency', both)).toMatchObject({
    log: false,
    domain: [0, expect.any(Number)],
  });
  expect(percentileData(patternOf('workers'), 'worst_light', both)?.log).toBe(true);
});

test('a handful of requests is no distribution', () => {
  const pattern = patternOf('parallel');
  for (const { cells } of Object.values(pattern.stacks)) {
    for (const cell of cells) for (const distribution of cell.distributions ?? []) distribution.count = 9;
  }
  expect(percentileData(pattern, 'latency', both)).toBeNull();
  expect(percentileData(patternOf('streaming'), 'peak_rss', both)).toBeNull();
});
