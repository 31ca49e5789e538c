import { describe, expect, test } from 'vitest';
import { connectionsOf, type PoolSetting, type TuneCell } from '../../results/tune.ts';
import { seededRandom } from '../../stats/random.ts';
import { cellOf, type SimulatedCase, simulateWindow } from '../../tests/simulated/simulated-window.ts';
import { type Learnt, nextStep, type SearchResult } from '../search/next-setting.ts';
import { predict } from '../search/prediction.ts';
import type { AlternativeSetting } from './alternatives.ts';
import { compareWithOthers, MORE_WINDOWS, type Steps } from './compare-with-others.ts';
import { comparisonsWith, type Verified } from './verify.ts';

const NOISE = 0.05;
const BOUNDS = { noise: NOISE, ceiling: 96 };
const plain = (size: number, overflow = 0): PoolSetting => ({ size, overflow, timeout_ms: 2_000 });
const DEFAULT: AlternativeSetting = { alternative: { code: 'default', size: 10, overflow: 0 }, setting: plain(10) };
const SOURCE: AlternativeSetting = { alternative: { code: 'source', size: 30, overflow: 0 }, setting: plain(30) };
const found = (connections: number, windows = 7): SearchResult => ({ connections, ending: 'smallest', windows });

/** Requests that hold a connection for 50 ms, 100 per second: 9 or 10 connections do. */
const SLOW: SimulatedCase = {
  ...{ workload: 'slow', ratePerS: 100, arrivals: 'poisson', noise: 0.01, disturbed: 0, seed: 3 },
};

/** A simulated service that is compared, and searched again, as a real one is. */
function simulated(alternatives: readonly AlternativeSetting[], { hasTime = true } = {}) {
  const random = seededRandom(11);
  const window = (setting: PoolSetting, seed: number) => simulateWindow(SLOW, connectionsOf(setting), seed, random);
  const rounds = (setting: PoolSetting): TuneCell => ({
    setting,
    windows: [21, 22, 23, 24].map((seed) => window(setting, seed)),
  });
  const compared: number[] = [];
  const learnt: Learnt[] = [];
  const steps: Steps = {
    async compare(connections): Promise<Verified> {
      compared.push(connections);
      const recommended = rounds(plain(connections));
      const others = alternatives.map(({ alternative, setting }) => ({ alternative, cell: rounds(setting) }));
      return { recommended, comparisons: comparisonsWith(recommended, others, NOISE) };
    },
    async searchAgain(what) {
      learnt.push(what);
      if (!hasTime) return undefined;
      const cells = new Map<number, TuneCell>();
      const prediction = predict({
        ...{ ratePerS: SLOW.ratePerS, arrivals: SLOW.arrivals, holdMs: 51, serviceMs: 52, checkoutsPerRequest: 1 },
      });
      for (;;) {
        const step = nextStep({ prediction, ceiling: 96, measured: [...cells.values()], learnt: what });
        if ('done' in step) return step.done;
        const windows = cells.get(step.measure)?.windows ?? [];
        cells.set(step.measure, cellOf(step.measure, [...windows, window(plain(step.measure), 5)]));
      }
    },
  };
  return { steps, compared, learnt };
}

test('what the pooler costs says nothing of the size: the answer stands, though it is slower than without it', async () => {
  const direct: AlternativeSetting = {
    ...{ alternative: { code: 'without-pooler', size: 3, overflow: 0 }, setting: plain(12) },
  };
  const { steps, compared, learnt } = simulated([direct]);
  const settled = await compareWithOthers(found(3), BOUNDS, steps);
  expect(settled.compared.comparisons[0]?.reading).toBe('slower');
  expect(settled).toMatchObject({ found: found(3) });
  expect([compared, learnt]).toEqual([[3], []]);
});

test('an answer that no other pool beats stands, whatever chance makes of it', async () => {
  const { steps, compared, learnt } = simulated([SOURCE, DEFAULT]);
  const settled = await compareWithOthers(found(11), BOUNDS, steps);
  expect(settled).toMatchObject({ found: found(11), compared: { recommended: { setting: plain(11) } } });
  expect(settled.revision).toBeUndefined();
  expect(compared).toEqual([11]);
  expect(learnt).toEqual([]);
});

describe('an answer of too few connections', () => {
  test('is searched again between it and the faster pool, with what was learnt', async () => {
    const { steps, compared, learnt } = simulated([SOURCE]);
    const settled = await compareWithOthers(found(6), BOUNDS, steps);
    expect(learnt).toEqual([{ tooFew: 6, mostWindows: 7 + MORE_WINDOWS }]);
    const { connections } = settled.found;
    expect(Math.abs(connections - 9.5)).toBeLessThan(3);
    expect(compared).toEqual([6, connections]);
    expect(settled.compared.recommended?.setting).toEqual(plain(connections));
    expect(settled.revision).toMatchObject({
      ...{ code: 'searched-again', searched: 6, connections: 30, alternative: SOURCE.alternative, noise: NOISE },
    });
    // Nothing on the page contradicts it any more.
    expect(settled.compared.comparisons.map(({ reading }) => reading)).not.toContain('slower');
  });

  test('gives way to the pool that was faster where there is no time to search again, in the rounds that there are', async () => {
    const { steps, compared } = simulated([SOURCE, DEFAULT], { hasTime: false });
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
  });

  test('gives way at once to a pool of one more: nothing lies between them', async () => {
    const { steps, learnt } = simulated([{ ...DEFAULT, setting: plain(8) }]);
    const settled = await compareWithOthers(found(7), BOUNDS, steps);
    expect(learnt).toEqual([]);
    expect(settled).toMatchObject({ found: { connections: 8 }, revision: { code: 'winner-taken' } });
  });

  test('takes as many connections as a pool with overflow has, which were not measured so', async () => {
    const overflowing = { alternative: { code: 'default' as const, size: 5, overflow: 10 }, setting: plain(5, 10) };
    const { steps } = simulated([overflowing], { hasTime: false });
    const settled = await compareWithOthers(found(7), BOUNDS, steps);
    expect(settled).toMatchObject({ found: { connections: 15 }, compared: { recommended: null, comparisons: [] } });
  });
});

test('no more is recommended than can be had, whatever a larger pool does', async () => {
  const { steps, learnt } = simulated([SOURCE]);
  const all = await compareWithOthers(found(6), { ...BOUNDS, ceiling: 6 }, steps);
  expect(all).toMatchObject({ found: found(6), compared: { recommended: { setting: plain(6) } } });
  expect(learnt).toEqual([]);
  const some = await compareWithOthers(
    found(6),
    { ...BOUNDS, ceiling: 20 },
    { ...steps, searchAgain: async () => undefined },
  );
  expect(some.found).toEqual(found(6));
  expect(some.revision).toBeUndefined();
});

test('a search that finds nothing new leaves the pool that was faster', async () => {
  const { steps } = simulated([SOURCE]);
  for (const again of [found(6), found(30), found(40)]) {
    const settled = await compareWithOthers(found(6), BOUNDS, { ...steps, searchAgain: async () => again });
    expect(settled).toMatchObject({ found: { connections: 30 }, revision: { code: 'winner-taken' } });
  }
});
