import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { profiles } from '../patterns/profiles.ts';
import type { FinishedPhase, PatternName, Results, RunHeader, Sample, StackName } from '../results/schema.ts';
import { headlineSd, leastBudgetMs, PILOT_BLOCKS, spreadBudget } from './time-budget.ts';

const golden: Results = JSON.parse(
  readFileSync(new URL('../tests/golden/pages/results.json', import.meta.url), 'utf8'),
);
const patterns: PatternName[] = ['parallel', 'batching'];
const header: RunHeader = {
  ...golden.run,
  patterns,
  stacks: ['node'],
  blocks: PILOT_BLOCKS,
  sizes: { ...profiles.quick.sizes },
  code: {},
  time_budget: { budget_ms: 300_000 },
};

let trial = 0;
const sample = (pattern: PatternName, variant: string, block: number, value: number, stack: StackName = 'node') => {
  const metric = pattern === 'batching' ? 'time' : 'latency';
  const made: Sample = {
    block,
    trial: trial++,
    pattern,
    stack,
    variant,
    at: header.started_at,
    metrics: { [metric]: value },
    limits: {},
  };
  return made;
};
/** Blocks whose gain is 10 times each factor. */
const blocksOf = (pattern: PatternName, factors: number[], scale = 1): Sample[] =>
  factors.flatMap((factor, block) => [
    sample(pattern, 'before', block, 100 * scale * factor),
    sample(pattern, 'after', block, 10),
  ]);
const phasesOf = (pattern: PatternName, ms: number): FinishedPhase[] =>
  [0, 1, 2].map((block) => ({ block, pattern, phase: 0, at: header.started_at, ms }));

const calm = [1, 1.01, 0.99];
const wild = [1, 3, 0.5];

describe('spreadBudget', () => {
  // In the pilot batching goes on with the services of parallel; a second for their start makes 5 s of its 4.
  const phases = [...phasesOf('parallel', 5_000), ...phasesOf('batching', 4_000)];
  const samples = [...blocksOf('parallel', calm), ...blocksOf('batching', wild)];

  test('the time goes where the headline spreads, and the pilot stays', () => {
    const { blocks, spread_ms } = spreadBudget(header, { samples, phases }, 41_000.4);
    expect(spread_ms).toBe(41_000);
    expect(blocks?.batching).toBeGreaterThan(PILOT_BLOCKS + 5);
    expect((blocks?.parallel ?? 0) + (blocks?.batching ?? 0)).toBe(2 * PILOT_BLOCKS + 8);
  });

  test('how large a gain is has no say, only how it spreads', () => {
    const larger = [...blocksOf('parallel', calm, 50), ...blocksOf('batching', wild, 0.02)];
    expect(spreadBudget(header, { samples: larger, phases }, 60_000)).toEqual(
      spreadBudget(header, { samples, phases }, 60_000),
    );
  });

  test('blocks cost what they took, all their phases together', () => {
    const slow = [...phases, ...phasesOf('batching', 15_000).map((phase) => ({ ...phase, phase: 1 }))];
    const { blocks } = spreadBudget(
      header,
      { samples: [...blocksOf('parallel', wild), ...blocksOf('batching', wild)], phases: slow },
      39_000,
    );
    expect(blocks).toEqual({ parallel: PILOT_BLOCKS + 3, batching: PILOT_BLOCKS + 1 });
  });

  test('a pilot that took longer than the budget leaves its own blocks', () => {
    expect(spreadBudget(header, { samples, phases }, -5_000)).toEqual({
      blocks: { parallel: PILOT_BLOCKS, batching: PILOT_BLOCKS },
      spread_ms: 0,
    });
  });
});

test('headlineSd is that of the widest gain of the headline, over stacks and variants but the best way', () => {
  const estimate = (blocks: number[]) => ({ value: 1, low: null, high: null, level: 0.95, n: blocks.length, blocks });
  const gain = (metric: string, blocks: number[] | null, variant = 'after') => ({
    metric,
    variant,
    kind: 'ratio' as const,
    estimate: blocks && estimate(blocks),
  });
  const stack = (...gains: ReturnType<typeof gain>[]) => ({ cells: [], limits: [], code: [], gains });
  const e = Math.E;
  const stacks = {
    node: stack(gain('time', [1, e]), gain('cpu', [1, e ** 9]), gain('time', [1, e ** 7], 'after-best')),
    python: stack(gain('time', [1, e ** 2]), gain('time', null)),
  };
  expect(headlineSd({ headline: 'time', stacks })).toBeCloseTo(Math.SQRT2, 12);
  expect(headlineSd({ headline: 'memory', stacks })).toBe(0);
});

test('the least budget grows with what is selected', () => {
  const { sizes } = profiles.quick;
  const one = leastBudgetMs({ patterns: ['pooling'], stacks: ['node'], seed: 1 }, sizes);
  const all = leastBudgetMs({ patterns: golden.run.patterns, stacks: ['node', 'python'], seed: 1 }, sizes);
  expect(one).toBeGreaterThan(10_000);
  expect(all).toBeGreaterThan(2 * one);
});
