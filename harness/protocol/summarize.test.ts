/** From hand-made samples to gains that are known without the code under test. */
import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { judged } from '../compare/judge.ts';
import { profiles } from '../patterns/profiles.ts';
import {
  type Failure,
  type PatternName,
  Results,
  type RunHeader,
  type Sample,
  type StackName,
} from '../results/schema.ts';
import { summarize } from './summarize.ts';

const golden = JSON.parse(readFileSync(new URL('../tests/golden/pages/results.json', import.meta.url), 'utf8'));

function headerOf(patterns: PatternName[], stacks: StackName[] = ['node', 'python']): RunHeader {
  return { ...golden.run, patterns, stacks, sizes: { ...profiles.quick.sizes }, code: {} };
}

const END = { finished_at: '2026-01-14T09:32:12.000Z', status: 'complete', status_reason: null } as const;

let trial = 0;
const sampleOf = (
  cell: `${PatternName}/${StackName}/${string}`,
  block: number,
  what: Partial<Pick<Sample, 'metrics' | 'limits' | 'raw_ms' | 'failure'>>,
): Sample => {
  const [pattern, stack, variant] = cell.split('/') as [PatternName, StackName, string];
  return { block, trial: trial++, pattern, stack, variant, at: END.finished_at, metrics: {}, limits: {}, ...what };
};

/** One trial per block, its value for one metric. */
const perBlock = (cell: Parameters<typeof sampleOf>[0], metric: string, values: number[]) =>
  values.map((value, block) => sampleOf(cell, block, { metrics: { [metric]: value } }));

function resultOf(samples: Sample[], pattern: PatternName = 'pooling', stacks: StackName[] = ['node', 'python']) {
  const results = summarize(headerOf([pattern], stacks), samples, END);
  expect([...Value.Errors(Results, judged(results))]).toEqual([]);
  const [found] = results.patterns;
  if (found === undefined) throw new Error('no pattern in the results');
  return {
    ...found,
    cell: (stack: StackName, variant: string) => found.stacks[stack]?.cells.find((cell) => cell.variant === variant),
    gain: (stack: StackName, metric: string, variant = 'after') =>
      found.stacks[stack]?.gains.find((gain) => gain.metric === metric && gain.variant === variant),
  };
}

/** Student's t, two-sided 95 %, 2 degrees of freedom: a table's value. */
const T_2 = 4.302652729911275;
const failure: Failure = { status: 507, type: 'urn:duet:problem:string-too-long', title: 'Too long', detail: 'x' };

describe('gains', () => {
  test('a ratio that is the same in every block has an interval of no width', () => {
    const { gain } = resultOf([
      ...perBlock('pooling/node/before', 'latency', [100, 200, 400]),
      ...perBlock('pooling/node/after', 'latency', [50, 100, 200]),
    ]);
    const estimate = gain('node', 'latency')?.estimate;
    expect(estimate).toMatchObject({ n: 3, level: 0.95 });
    for (const bound of [estimate?.value, estimate?.low, estimate?.high]) expect(bound).toBeCloseTo(2, 12);
  });

  test('ratios of 2, 4 and 8 have the geometric mean 4 and a t interval of their logarithms', () => {
    const { gain } = resultOf([
      ...perBlock('pooling/node/before', 'latency', [20, 40, 80]),
      ...perBlock('pooling/node/after', 'latency', [10, 10, 10]),
    ]);
    const halfWidth = (T_2 * Math.LN2) / Math.sqrt(3);
    expect(gain('node', 'latency')?.estimate?.value).toBeCloseTo(4, 10);
    expect(gain('node', 'latency')?.estimate?.low).toBeCloseTo(4 * Math.exp(-halfWidth), 8);
    expect(gain('node', 'latency')?.estimate?.high).toBeCloseTo(4 * Math.exp(halfWidth), 8);
  });

  test('where higher is better, after stands above', () => {
    const { gain } = resultOf([
      ...perBlock('pooling/node/before', 'capacity', [100, 100, 100]),
      ...perBlock('pooling/node/after', 'capacity', [500, 500, 500]),
    ]);
    expect(gain('node', 'capacity')?.estimate?.value).toBeCloseTo(5, 12);
  });

  test('a fraction gains by difference, also from nothing', () => {
    const { gain } = resultOf(
      [
        ...perBlock('workers/node/before', 'served', [0, 0, 0]),
        ...perBlock('workers/node/after', 'served', [0.9, 1, 0.8]),
      ],
      'workers',
    );
    expect(gain('node', 'served')).toMatchObject({ kind: 'difference' });
    expect(gain('node', 'served')?.estimate?.value).toBeCloseTo(0.9, 12);
    expect(gain('node', 'served')?.estimate?.low).toBeCloseTo(0.9 - (T_2 * 0.1) / Math.sqrt(3), 10);
  });

  test('every variant but the first is held against before', () => {
    const { stacks } = resultOf([], 'workers');
    const variants = stacks.node?.gains.map(({ metric, variant }) => `${metric}/${variant}`);
    expect(variants).toEqual(
      ['worst_light', 'served', 'cpu'].flatMap((metric) => [`${metric}/after`, `${metric}/after-pool`]),
    );
  });

  test("Node's gain over Python's is paired by block", () => {
    const { ratios_of_gains } = resultOf([
      ...perBlock('pooling/node/before', 'latency', [60, 60, 120]),
      ...perBlock('pooling/node/after', 'latency', [10, 10, 20]),
      ...perBlock('pooling/python/before', 'latency', [30, 60, 90]),
      ...perBlock('pooling/python/after', 'latency', [10, 20, 30]),
    ]);
    expect(ratios_of_gains).toHaveLength(1);
    expect(ratios_of_gains[0]).toMatchObject({ metric: 'latency', variant: 'after' });
    expect(ratios_of_gains[0]?.estimate.value).toBeCloseTo(2, 12);
    expect(ratios_of_gains[0]?.estimate.high).toBeCloseTo(2, 12);
  });
});

describe('block values', () => {
  test('the median of all single requests of a block, over its trials', () => {
    const { cell } = resultOf([
      sampleOf('pooling/node/after', 0, { raw_ms: { latency: [1, 2] } }),
      sampleOf('pooling/node/after', 0, { raw_ms: { latency: [3, 100] } }),
      sampleOf('pooling/node/after', 1, { raw_ms: { latency: [7] } }),
    ]);
    expect(cell('node', 'after')?.metrics.latency?.blocks).toEqual([2.5, 7]);
  });

  test('the mean of the trials where a trial is one value', () => {
    const { cell } = resultOf([
      sampleOf('pooling/node/after', 0, { metrics: { capacity: 100 } }),
      sampleOf('pooling/node/after', 0, { metrics: { capacity: 300 } }),
    ]);
    expect(cell('node', 'after')?.metrics.capacity?.blocks).toEqual([200]);
  });

  test('counts are averaged plainly and may be zero', () => {
    const { cell } = resultOf(perBlock('pooling/node/after', 'connections', [0, 0, 3]));
    expect(cell('node', 'after')?.metrics.connections?.value).toBe(1);
  });

  test('times are averaged as logarithms', () => {
    const { cell } = resultOf(perBlock('pooling/node/after', 'latency', [1, 10, 100]));
    expect(cell('node', 'after')?.metrics.latency?.value).toBeCloseTo(10, 10);
  });

  test('a limit is the median of what the trials found, with how it was found', () => {
    const { stacks } = resultOf([
      sampleOf('pooling/node/after', 0, { limits: { latency: 5 } }),
      sampleOf('pooling/node/after', 1, { limits: { latency: 9 } }),
      sampleOf('pooling/node/after', 2, { limits: { latency: 6 } }),
    ]);
    expect(stacks.node?.limits).toEqual([{ metric: 'latency', value: 6, how: expect.stringContaining('round trip') }]);
    expect(stacks.python?.limits).toEqual([]);
  });
});

describe('what is not there', () => {
  test('a failed side: the cell is failed, the gain says which and why', () => {
    const { cell, gain, ratios_of_gains } = resultOf(
      [
        sampleOf('streaming/node/before', 0, { failure }),
        ...perBlock('streaming/node/after', 'peak_rss', [1e6]),
        ...perBlock('streaming/python/before', 'peak_rss', [9e6]),
        ...perBlock('streaming/python/after', 'peak_rss', [1e6]),
      ],
      'streaming',
    );
    expect(cell('node', 'before')).toEqual({ variant: 'before', status: 'failed', failure, metrics: {} });
    expect(gain('node', 'peak_rss')).toMatchObject({
      estimate: null,
      why_missing: { code: 'failed', variant: 'before', title: 'Too long' },
    });
    expect(gain('python', 'peak_rss')?.estimate?.value).toBeCloseTo(9, 12);
    expect(ratios_of_gains).toEqual([]);
  });

  test('a trial that failed among others that did not: measured, and the failure is told', () => {
    const { cell, gain } = resultOf([
      ...perBlock('pooling/node/before', 'latency', [20, 20]),
      sampleOf('pooling/node/after', 0, { failure }),
      sampleOf('pooling/node/after', 1, { metrics: { latency: 10 } }),
    ]);
    expect(cell('node', 'after')).toMatchObject({ status: 'measured', failure });
    expect(gain('node', 'latency')?.estimate).toMatchObject({ n: 1, blocks: [2] });
  });

  test('no sample at all: missing, not measured', () => {
    const { cell, gain, ratios_of_gains } = resultOf([]);
    expect(cell('python', 'after')).toEqual({ variant: 'after', status: 'missing', metrics: {} });
    expect(gain('python', 'latency')).toMatchObject({ estimate: null, why_missing: { code: 'not-measured' } });
    expect(ratios_of_gains).toEqual([]);
  });

  test('one block has a value and no interval, two neither', () => {
    for (const blocks of [1, 2]) {
      const { gain } = resultOf([
        ...perBlock('pooling/node/before', 'latency', Array(blocks).fill(20)),
        ...perBlock('pooling/node/after', 'latency', Array(blocks).fill(10)),
      ]);
      expect(gain('node', 'latency')?.estimate).toMatchObject({ low: null, high: null, n: blocks });
      expect(gain('node', 'latency')?.estimate?.value).toBeCloseTo(2, 12);
    }
  });

  test('one stack alone: no other stack, no ratio of gains', () => {
    const { stacks, gain, ratios_of_gains } = resultOf(
      [
        ...perBlock('pooling/node/before', 'latency', [20, 20, 20]),
        ...perBlock('pooling/node/after', 'latency', [10, 10, 10]),
      ],
      'pooling',
      ['node'],
    );
    expect(Object.keys(stacks)).toEqual(['node']);
    expect(gain('node', 'latency')?.estimate?.value).toBeCloseTo(2, 12);
    expect(ratios_of_gains).toEqual([]);
  });

  test('interrupted: a gain uses the blocks that both sides have', () => {
    const { gain } = resultOf([
      ...perBlock('pooling/node/before', 'latency', [20, 40, 999]),
      ...perBlock('pooling/node/after', 'latency', [10, 10]),
    ]);
    expect(gain('node', 'latency')?.estimate?.n).toBe(2);
    expect(gain('node', 'latency')?.estimate?.value).toBeCloseTo(Math.sqrt(8), 12);
  });
});

describe('invalid trials', () => {
  const invalid: Sample['invalid'] = [{ rule: 'driver-late', dropped: 1 }];
  const before = perBlock('pooling/node/before', 'latency', [20, 20]);
  const [first, second] = perBlock('pooling/node/after', 'latency', [10, 5]) as [Sample, Sample];

  test('are left out of the numbers, and counted', () => {
    const { cell, gain } = resultOf([...before, { ...first, invalid }, second]);
    expect(gain('node', 'latency')?.estimate?.blocks).toEqual([4]);
    expect(cell('node', 'after')).toMatchObject({ status: 'measured', invalid_trials: 1 });
    expect(cell('node', 'before')).not.toHaveProperty('invalid_trials');
  });

  test('are replaced by their repetition', () => {
    const again: Sample = { ...first, attempt: 2, metrics: { latency: 2 } };
    const { cell, gain } = resultOf([...before, { ...first, invalid }, second, again]);
    expect(gain('node', 'latency')?.estimate?.blocks).toEqual([10, 4]);
    expect(cell('node', 'after')).not.toHaveProperty('invalid_trials');
  });

  test('are all that a cell has: it failed, and says why', () => {
    const { cell, gain } = resultOf([...before, { ...first, invalid }]);
    const failure = expect.objectContaining({ title: 'No valid trial', invalid: invalid?.[0] });
    expect(cell('node', 'after')).toMatchObject({ status: 'failed', metrics: {}, failure, invalid_trials: 1 });
    expect(gain('node', 'latency')).toMatchObject({
      estimate: null,
      why_missing: { code: 'failed', variant: 'after', title: 'No valid trial' },
    });
  });

  test('are those of a phase whose control moved', () => {
    const capacity = (arm: 'control' | undefined, values: number[]) =>
      perBlock('pooling/node/after', 'capacity', values).map((one) => ({
        ...one,
        phase: 'capacity',
        ...(arm === undefined ? {} : { arm }),
      }));
    const results = summarize(
      headerOf(['pooling'], ['node']),
      [...before, first, second, ...capacity(undefined, [100, 100, 100]), ...capacity('control', [150, 151, 149])],
      END,
    );
    expect(results.controls?.[0]).toMatchObject({ moved: true, ratio: { n: 3 } });
    expect(results.validity).toMatchObject({ trials: 10, invalid: 6, trustworthy: false });
    const cells = results.patterns[0]?.stacks.node?.cells;
    expect(cells?.map(({ metrics }) => Object.keys(metrics))).toEqual([['latency'], ['latency']]);
  });
});

test('the order of the samples does not matter', () => {
  const samples = [
    ...perBlock('pooling/node/before', 'latency', [20, 40, 80]),
    ...perBlock('pooling/node/after', 'latency', [10, 11, 12]),
  ];
  expect(resultOf(samples.toReversed()).gain('node', 'latency')?.estimate?.value).toBeCloseTo(
    resultOf(samples).gain('node', 'latency')?.estimate?.value ?? 0,
    12,
  );
});

test('how the run ended, and its header, are handed on', () => {
  const end = { finished_at: END.finished_at, status: 'partial', status_reason: 'stopped by SIGINT' } as const;
  const run = headerOf(['pooling', 'parallel']);
  const results = summarize(run, [sampleOf('pooling/node/after', 0, { metrics: { latency: 1 } })], end);
  expect(results).toMatchObject({ ...end, trials: 1, run });
  expect(results.patterns.map(({ pattern }) => pattern)).toEqual(['pooling', 'parallel']);
});
