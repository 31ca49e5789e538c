import { describe, expect, test } from 'vitest';
import { connectionsOf, type PoolSetting, type TuneCell } from '../../results/tune.ts';
import { seededRandom } from '../../stats/random.ts';
import { type SimulatedCase, simulateWindow } from '../../tests/simulated/simulated-window.ts';
import type { SearchResult } from '../search/next-setting.ts';
import type { AlternativeSetting } from './alternatives.ts';
import { compareWithOthers, type Steps } from './compare-with-others.ts';
import { comparisonsWith, type Verified } from './verify.ts';

const NOISE = 0.05;
const BOUNDS = { noise: NOISE, ceiling: 96, predicted: 10 };
const plain = (size: number, overflow = 0): PoolSetting => ({ size, overflow, timeout_ms: 2_000 });
const DEFAULT: AlternativeSetting = { alternative: { code: 'default', size: 10, overflow: 0 }, setting: plain(10) };
const SOURCE: AlternativeSetting = { alternative: { code: 'source', size: 30, overflow: 0 }, setting: plain(30) };
const found = (connections: number, windows = 7): SearchResult => ({ connections, ending: 'smallest', windows });

/** Requests that hold a connection for 50 ms, 100 per second: 9 or 10 connections do. */
const SLOW: SimulatedCase = {
  ...{ workload: 'slow', ratePerS: 100, arrivals: 'poisson', noise: 0.01, disturbed: 0, seed: 3 },
};

const SEEDS = [21, 22, 23, 24];

/** A simulated service that is compared as a real one is. @param most settings that there is time for after the comparison. */
function simulated(alternatives: readonly AlternativeSetting[], { most = 10 } = {}) {
  const random = seededRandom(11);
  const rounds = (setting: PoolSetting): TuneCell => ({
    setting,
    windows: SEEDS.map((seed) => simulateWindow(SLOW, connectionsOf(setting), seed, random)),
  });
  const compared: number[] = [];
  const after: number[] = [];
  const steps: Steps = {
    async compare(connections): Promise<Verified> {
      compared.push(connections);
      const recommended = rounds(plain(connections));
      const others = alternatives.map(({ alternative, setting }) => ({ alternative, cell: rounds(setting) }));
      return { recommended, comparisons: comparisonsWith(recommended, others, NOISE) };
    },
    async measureAfter(connections, { windows }) {
      expect(windows).toHaveLength(SEEDS.length);
      if (after.length === most) return undefined;
      after.push(connections);
      return rounds(plain(connections));
    },
  };
  return { steps, compared, after };
}

test('what the pooler costs says nothing of the size: the answer stands, though it is slower than without it', async () => {
  const direct: AlternativeSetting = {
    ...{ alternative: { code: 'without-pooler', size: 3, overflow: 0 }, setting: plain(12) },
  };
  const { steps, compared, after } = simulated([direct]);
  const settled = await compareWithOthers(found(3), BOUNDS, steps);
  expect(settled.compared.comparisons[0]?.reading).toBe('slower');
  expect(settled).toMatchObject({ found: found(3) });
  expect([compared, after]).toEqual([[3], []]);
});

test('an answer that no other pool beats stands, whatever chance makes of it', async () => {
  const { steps, compared, after } = simulated([SOURCE, DEFAULT]);
  const settled = await compareWithOthers(found(11), BOUNDS, steps);
  expect(settled).toMatchObject({ found: found(11), compared: { recommended: { setting: plain(11) } } });
  expect(settled.revision).toBeUndefined();
  expect([compared, after]).toEqual([[11], []]);
});

describe('an answer of too few connections', () => {
  test('gives way to the smallest between it and the faster pool that is not slower, in the same rounds', async () => {
    const { steps, compared, after } = simulated([SOURCE]);
    const settled = await compareWithOthers(found(6), BOUNDS, steps);
    expect(compared).toEqual([6]);
    // The prediction first.
    expect(after[0]).toBe(10);
    const { connections, windows, ending } = settled.found;
    expect(Math.abs(connections - 9.5)).toBeLessThan(3);
    expect({ ending, windows }).toEqual({ ending: 'smallest', windows: 7 + SEEDS.length * after.length });
    const { recommended, comparisons } = settled.compared;
    expect(recommended?.setting).toEqual(plain(connections));
    expect(settled.revision).toMatchObject({
      ...{ code: 'searched-again', searched: 6, connections: 30, alternative: SOURCE.alternative, noise: NOISE },
    });
    const tried = settled.revision?.tried ?? [];
    expect(tried.map((one) => one.connections)).toEqual(after);
    for (const one of tried) expect(one.p95_ratio > 1 + NOISE).toBe(one.connections < connections);
    expect(comparisons.map(({ alternative }) => alternative)).toEqual([
      { code: 'searched', size: 6, overflow: 0 },
      SOURCE.alternative,
    ]);
    // Nothing on the page contradicts it any more.
    expect(comparisons.map(({ reading }) => reading)).not.toContain('slower');
  });

  test('gives way to what was measured between them when the time ran out', async () => {
    const { steps, after } = simulated([SOURCE], { most: 1 });
    const settled = await compareWithOthers(found(6), { ...BOUNDS, predicted: 15 }, steps);
    expect(after).toEqual([15]);
    expect(settled.found).toMatchObject({ connections: 15, ending: 'undecided' });
    expect(settled.revision?.code).toBe('searched-again');
  });

  test('gives way to the pool that was faster where there is no time for more, in the rounds that there are', async () => {
    const { steps, compared } = simulated([SOURCE, DEFAULT], { most: 0 });
    const settled = await compareWithOthers(found(7), BOUNDS, steps);
    expect(compared).toEqual([7]);
    expect(settled.found).toEqual({ connections: 10, ending: 'undecided', windows: 7 });
    const { recommended, comparisons } = settled.compared;
    expect(recommended?.setting).toEqual(plain(10));
    expect(comparisons.map(({ alternative }) => alternative)).toEqual([
      { code: 'searched', size: 7, overflow: 0 },
      SOURCE.alternative,
    ]);
    expect(comparisons[0]?.reading).toBe('faster');
    expect(comparisons[1]?.reading).not.toBe('slower');
    expect(settled.revision).toMatchObject({ code: 'winner-taken', searched: 7, connections: 10 });
    expect(settled.revision?.tried).toBeUndefined();
  });

  test('gives way to the pool that was faster where all between them is slower, too', async () => {
    const { steps, after } = simulated([{ ...DEFAULT, setting: plain(9) }]);
    const settled = await compareWithOthers(found(5), { ...BOUNDS, predicted: 3 }, steps);
    expect(after.length).toBeGreaterThan(1);
    expect(settled.found).toEqual({ connections: 9, ending: 'undecided', windows: 7 });
    expect(settled.revision).toMatchObject({ code: 'winner-taken', connections: 9 });
    expect(settled.revision?.tried?.map(({ connections }) => connections)).toEqual(after);
  });

  test('gives way at once to a pool of one more: nothing lies between them', async () => {
    const { steps, after } = simulated([{ ...DEFAULT, setting: plain(8) }]);
    const settled = await compareWithOthers(found(7), BOUNDS, steps);
    expect(after).toEqual([]);
    expect(settled).toMatchObject({ found: { connections: 8 }, revision: { code: 'winner-taken' } });
  });

  test('takes as many connections as a pool with overflow has, which were not measured so', async () => {
    const overflowing = { alternative: { code: 'default' as const, size: 5, overflow: 10 }, setting: plain(5, 10) };
    const { steps } = simulated([overflowing], { most: 0 });
    const settled = await compareWithOthers(found(7), BOUNDS, steps);
    expect(settled).toMatchObject({ found: { connections: 15 }, compared: { recommended: null, comparisons: [] } });
  });

  test('is not compared, once it gave way, with itself without a pooler', async () => {
    const direct: AlternativeSetting = {
      ...{ alternative: { code: 'without-pooler', size: 6, overflow: 0 }, setting: plain(6) },
    };
    const { steps } = simulated([SOURCE, direct]);
    const { compared } = await compareWithOthers(found(6), BOUNDS, steps);
    expect(compared.comparisons.map(({ alternative }) => alternative.code)).toEqual(['searched', 'source']);
  });
});

test('no more is recommended than can be had, whatever a larger pool does', async () => {
  const { steps, after } = simulated([SOURCE]);
  const all = await compareWithOthers(found(6), { ...BOUNDS, ceiling: 6 }, steps);
  expect(all).toMatchObject({ found: found(6), compared: { recommended: { setting: plain(6) } } });
  expect(all.revision).toBeUndefined();
  expect(after).toEqual([]);
  const some = await compareWithOthers(found(5), { ...BOUNDS, ceiling: 7 }, steps);
  expect(Math.max(...after)).toBeLessThanOrEqual(7);
  expect(some.found).toEqual(found(5));
});
