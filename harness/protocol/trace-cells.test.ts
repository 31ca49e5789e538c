import { expect, test } from 'vitest';
import { profiles } from '../patterns/profiles.ts';
import { PATTERNS, STACKS } from '../results/schema.ts';
import { golden } from '../tests/golden/golden.ts';
import { cellsToTrace, describeTracing, expectedTracingMs } from './trace-cells.ts';

const all = { patterns: PATTERNS, stacks: STACKS };
/** Every cell of it was traced. */
const traced = golden().patterns.flatMap(({ timelines = [] }) => timelines);

test('a run traces each of its cells, in the order of the report', () => {
  expect(cellsToTrace(all)).toEqual(traced.map(({ pattern, stack, variant }) => ({ pattern, stack, variant })));
  expect(cellsToTrace({ patterns: ['pooling'], stacks: ['node'] })).toEqual([
    { pattern: 'pooling', stack: 'node', variant: 'before' },
    { pattern: 'pooling', stack: 'node', variant: 'after' },
  ]);
});

test('a run that goes on traces what it has not, and once more what could not be traced', () => {
  expect(cellsToTrace(all, traced)).toEqual([]);
  const known = structuredClone(traced);
  delete known[1]?.facts;
  expect(cellsToTrace(all, known)).toEqual([{ pattern: 'parallel', stack: 'node', variant: 'after' }]);
});

test('in a quick run it takes eight seconds at most, and a plan says so', () => {
  const cells = cellsToTrace(all);
  const { sizes } = profiles.quick;
  const ms = expectedTracingMs(cells, sizes);
  expect(ms).toBeGreaterThan(1_000);
  expect(ms).toBeLessThanOrEqual(8_000);
  expect(describeTracing(cells, sizes)).toBe(
    `a traced request of each of ${cells.length} cells, expected time ${Math.round(ms / 1_000)} s besides`,
  );
});
