import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import * as lookup from '../results/lookup.ts';
import { type GainVerdict, type PatternName, Results } from '../results/schema.ts';
import { golden, goldenFailure, goldenPartial, goldenStandard } from '../tests/golden/golden.ts';
import { judged } from './judge.ts';

const verdictOf = (
  { verdicts }: Results,
  pattern: PatternName,
  metric: string,
  stack: GainVerdict['stack'] = 'node',
): GainVerdict => lookup.verdictOf(verdicts, { pattern, metric, stack, variant: 'after' });

test('every metric of every variant has a verdict in each stack, and every ratio has one', () => {
  const { patterns, verdicts } = golden();
  const expected = patterns.map((pattern) => pattern.metrics.length * lookup.improvedVariants(pattern).length * 2);
  expect(verdicts.gains).toHaveLength(expected.reduce((sum, count) => sum + count, 0));
  expect(verdicts.ratios).toHaveLength(patterns.flatMap(({ ratios_of_gains }) => ratios_of_gains).length);
});

test('a verdict has its effect, the noise, the limit and nothing against it', () => {
  expect(verdictOf(golden(), 'parallel', 'latency')).toEqual({
    pattern: 'parallel',
    stack: 'node',
    variant: 'after',
    metric: 'latency',
    verdict: 'claim-held',
    effect: 'better',
    noise: {
      factor: expect.closeTo(1.02, 1),
      from: { pattern: expect.any(String), metric: expect.any(String) },
      within: false,
    },
    limit: { value: 60.2, distance: expect.closeTo(1.04, 1), binds: true, near: true, gain: expect.closeTo(2.55, 1) },
    warnings: [],
    trusted: true,
    distrust: [],
  });
});

test('what narrows an interval falsely, and what a cell lost, are warnings', () => {
  expect(verdictOf(goldenStandard(), 'streaming', 'time', 'python').warnings).toEqual(['blocks-alike']);
  expect(verdictOf(golden(), 'parallel', 'latency', 'python').warnings).toEqual(['trials-left-out']);
});

test('a gain that could not be computed is not judged', () => {
  expect(verdictOf(goldenFailure(), 'streaming', 'peak_rss')).toMatchObject({ verdict: 'not-judged', effect: null });
});

test('counts that never varied are equal in both stacks', () => {
  const { ratios } = golden().verdicts;
  expect(ratios.find(({ metric }) => metric === 'calls')?.effect).toBe('equal');
});

describe('nothing is trusted', () => {
  test('of a partial run', () => {
    expect(verdictOf(goldenPartial(), 'parallel', 'latency')).toMatchObject({
      trusted: false,
      distrust: ['run-partial'],
    });
  });

  test('of a run that is invalid', () => {
    const results = golden();
    Object.assign(results.validity ?? {}, { trustworthy: false });
    expect(verdictOf(judged(results), 'parallel', 'latency').distrust).toEqual(['run-invalid']);
  });

  test('beside a control that moved, in its stack', () => {
    const results = golden();
    const control = results.controls?.find(({ pattern, stack }) => pattern === 'pooling' && stack === 'node');
    Object.assign(control ?? {}, { moved: true });
    const anew = judged(results);
    expect(verdictOf(anew, 'pooling', 'latency').distrust).toEqual(['control-moved']);
    expect(verdictOf(anew, 'pooling', 'latency', 'python').trusted).toBe(true);
    expect(verdictOf(anew, 'parallel', 'latency').trusted).toBe(true);
  });
});

test('judging anew what was judged changes nothing, and the outcome keeps the format', () => {
  const results = goldenStandard();
  expect(judged(results)).toEqual(results);
  expect(Value.Check(Results, results)).toBe(true);
});
