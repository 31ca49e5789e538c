/** What a diff says of memory that grows with each request: made-up services whose leaks are known. */
import { describe, expect, test } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { END } from '../tests/simulated/simulated-diff.ts';
import { type Growing, growingHeader, growingSamples } from '../tests/simulated/simulated-growth.ts';
import { judgeDiff } from './judge-diff.ts';
import { progressOf } from './undecided.ts';

const LEAK = { leak: 32_768 };
const MB = 1e6;
const header = growingHeader();
const judge = (growing: Growing, more: Partial<typeof header> = {}) =>
  judgeDiff({ ...header, ...more }, growingSamples(growing), END);
/** That of both requests, in whichever order. */
const bothRows = (metric = 'growth') =>
  expect.arrayContaining(
    ['label', 'health'].map((variant) => ({ pattern: 'request', stack: 'service', variant, metric })),
  );
const growthOf = (results: ReturnType<typeof judge>, request = 'label') =>
  results.rows.find(({ variant, metric }) => variant === request && metric.id === 'growth');

describe('a leak', () => {
  const results = judge({ blocks: 5, head: { label: LEAK }, sd: MB });

  test('fails the diff, with its request and its bytes per 1,000 requests', () => {
    expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(results.why).toEqual({
      code: 'changed',
      rows: [{ pattern: 'request', stack: 'service', variant: 'label', metric: 'growth' }],
    });
    const row = growthOf(results);
    expect(row).toMatchObject({ verdict: 'regression', gated: true, fails: true, change: null });
    expect(row?.difference?.value).toBeGreaterThan(30 * MB);
    expect(row?.difference?.low).toBeLessThan(32.768 * MB);
    expect(row?.difference?.high).toBeGreaterThan(32.768 * MB);
    expect(row?.threshold).toBeCloseTo((10 * MB) / 6);
    expect(Math.abs(row?.base as number)).toBeLessThan(MB);
  });

  test('is found beneath a heap that is collected now and then', () => {
    const swept = { garbage: 15_000 };
    const sides = { base: { label: swept }, head: { label: { ...swept, ...LEAK } } };
    expect(growthOf(judge({ blocks: 6, ...sides, sd: MB }))).toMatchObject({ verdict: 'regression', fails: true });
  });

  test('is found where both heaps are filled meanwhile, and judged by what both grow by', () => {
    const sides = { base: { label: { leak: 20_000 } }, head: { label: { leak: 40_000 } } };
    const row = growthOf(judge({ blocks: 6, ...sides, sd: MB }));
    expect(row).toMatchObject({ verdict: 'regression', fails: true });
    expect(row?.threshold).toBeGreaterThan(4 * MB);
  });

  test('is not one of the other request of the process', () => {
    expect(growthOf(results, 'health')).toMatchObject({ verdict: 'no change', fails: false });
  });

  test('ends the diff as soon as it is certain', () => {
    expect(progressOf(header, growingSamples({ blocks: 5, head: { label: LEAK }, sd: MB })).isCertain).toBe(true);
  });

  test('that head no longer has is an improvement', () => {
    const reverse = judge({ blocks: 5, base: { label: LEAK }, sd: MB });
    expect(growthOf(reverse)).toMatchObject({ verdict: 'improvement', fails: false });
    expect(reverse).toMatchObject({ verdict: 'improvement', exit_code: 0 });
  });

  test('that was accepted up to its size does not fail', () => {
    const accepting = (line: string) =>
      judge({ blocks: 5, head: { label: LEAK }, sd: MB }, { accepted: [{ line, from: '--accept' }] });
    expect(accepting('label: growth +40 MB')).toMatchObject({ verdict: 'accepted', exit_code: 0 });
    expect(accepting('label: growth +20 MB')).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(accepting('label: growth +40 %').unmatched).toMatchObject([{ why: 'other-form' }]);
  });
});

describe('equal sides are never red', () => {
  const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
  const both = (memory: Growing['base']) => ({ base: memory ?? {}, head: memory ?? {} });

  test.each([
    ['that keep nothing', {}, MB],
    ['whose heap warms up', both({ label: { warming: 30e6 }, health: { warming: 10e6 } }), MB],
    ['whose garbage is collected now and then', both({ label: { garbage: 15_000 } }), MB],
    ['that leak both', both({ label: LEAK }), MB],
    ['on a machine where memory comes and goes', {}, 8 * MB],
  ])('%s', (_, memory, sd) => {
    for (const seed of SEEDS) {
      const rows = judge({ blocks: 6, ...memory, sd, seed }).rows.filter(({ metric }) => metric.id === 'growth');
      expect(rows).toHaveLength(2);
      expect(rows.filter(({ verdict }) => verdict === 'regression')).toEqual([]);
    }
  });
});

describe('head is not red', () => {
  test('for a heap that takes half as much again until it has found its size', () => {
    const warming = { base: { label: { warming: 12e6 } }, head: { label: { warming: 18e6 } } };
    expect(growthOf(judge({ blocks: 6, ...warming, sd: MB }))?.verdict).not.toBe('regression');
  });

  test('for a little more of what both fill their heaps with', () => {
    const filling = { base: { label: { leak: 20_000 } }, head: { label: { leak: 22_000 } } };
    const row = growthOf(judge({ blocks: 6, ...filling, sd: MB }));
    expect(row).toMatchObject({ verdict: 'no change' });
    expect(row?.threshold).toBeGreaterThan(4 * MB);
    expect(row?.threshold).toBeLessThan(6 * MB);
  });
});

test('a share says what matters of blocks alone, for what both grow by is known of all shares together', () => {
  const fixed = { rule: 'fixed-1', blocks: 8, shards: 2, shard: 1 } as const;
  const filling = { base: { label: { leak: 20_000 } }, head: { label: { leak: 22_000 } } };
  const row = growthOf(judge({ blocks: 4, ...filling, sd: MB }, { plan: { ...header.plan, fixed } }));
  expect(row).toMatchObject({ verdict: 'measured' });
  expect(row?.threshold).toBeCloseTo((10 * MB) / 6);
});

describe('what cannot be decided is inconclusive', () => {
  test('and so is the diff with too few blocks', () => {
    const results = judge({ blocks: 3, head: { label: LEAK } });
    expect(growthOf(results)).toMatchObject({ verdict: 'inconclusive', why: { code: 'too-few-blocks' }, gated: true });
    expect(results.verdict).toBe('inconclusive');
  });

  test('with memory that moves more than what is looked for', () => {
    const results = judge({ blocks: 6, sd: 40 * MB });
    expect(growthOf(results)).toMatchObject({ verdict: 'inconclusive', why: { code: 'undecided' }, gated: false });
    expect(results).toMatchObject({ verdict: 'no change', exit_code: 0 });
    expect(results.beside).toEqual([{ code: 'growth-undecided', rows: bothRows() }]);
    expect(progressOf(header, growingSamples({ blocks: 6, sd: 40 * MB })).undecided).not.toEqual([]);
  });

  test('and so is the diff where everything is to be told', () => {
    const results = judge({ blocks: 6, sd: 40 * MB }, { fail_on: 'inconclusive' });
    expect(growthOf(results)).toMatchObject({ gated: true, fails: true });
    expect(results).toMatchObject({ verdict: 'inconclusive', exit_code: 1, beside: [], why: { rows: bothRows() } });
    expect(results.advice).toMatchObject({ code: 'decide', pattern: 'request' });
  });

  test('beside CPU that is, too, of which alone the diff says so', () => {
    const unsteady = growingSamples({ blocks: 6, sd: 40 * MB }).map((sample) => {
      const factor = sample.side === 'base' ? 1 : sample.block % 2 === 0 ? 1.3 : 1 / 1.3;
      return { ...sample, metrics: { ...sample.metrics, cpu: 0.2 * factor } };
    });
    const { verdict, why, beside, advice } = judgeDiff(header, unsteady, END);
    expect({ verdict, why }).toEqual({ verdict: 'inconclusive', why: { code: 'undecided', rows: bothRows('cpu') } });
    expect(why).toMatchObject({ rows: { length: 2 } });
    expect(beside).toEqual([{ code: 'growth-undecided', rows: bothRows() }]);
    expect(advice).toMatchObject({ code: 'decide', spread: expect.any(Number) });
  });

  test('and nothing is said of it where a regression elsewhere ended the diff', () => {
    const results = judge({ blocks: 6, head: { label: { leak: 400_000 } }, sd: 40 * MB });
    expect(growthOf(results, 'health')).toMatchObject({ verdict: 'inconclusive', gated: false });
    expect(results).toMatchObject({ verdict: 'regression', beside: [] });
  });

  test('and so is the diff with windows that say nothing of memory', () => {
    const mute = growingSamples({ blocks: 6 }).map((sample) => ({ ...sample, metrics: { cpu: 0.2 } }));
    const results = judgeDiff(header, mute, END);
    expect(growthOf(results)).toMatchObject({ verdict: 'inconclusive', why: { code: 'not-measured' }, gated: true });
    expect(results.verdict).toBe('inconclusive');
  });
});

test('an older diff, whose windows were read otherwise, has no such row', () => {
  const { growth: _growth, ...service } = header.service as NonNullable<typeof header.service>;
  expect(growthOf(judge({ blocks: 5 }, { service }))).toBeUndefined();
});

describe('on a machine that is too busy to time anything', () => {
  const busy = { rule: 'foreign-cpu', cpu_share: 0.9, elapsed_ms: 1_000, most_share: 0.15, slack_ms: 60 } as const;
  const disturbed = (growing: Growing, invalid: Sample['invalid']) =>
    judgeDiff(
      header,
      growingSamples(growing).map((sample) => ({ ...sample, invalid: invalid ?? [] })),
      END,
    );

  test('memory still tells, and a leak fails the diff', () => {
    const results = disturbed({ blocks: 5, head: { label: LEAK }, sd: MB }, [busy]);
    expect(growthOf(results)).toMatchObject({ verdict: 'regression', fails: true });
    expect(growthOf(results, 'health')).toMatchObject({ verdict: 'no change' });
    expect(results).toMatchObject({ verdict: 'regression', exit_code: 1, beside: [{ code: 'distrusted' }] });
  });

  test('a service that answers wrongly is another matter', () => {
    const wrong = { rule: 'wrong-answer', wrong: 3, requests: 300 } as const;
    expect(growthOf(disturbed({ blocks: 5, head: { label: LEAK } }, [wrong]))).toMatchObject({ verdict: 'invalid' });
  });
});
