import { expect, it } from 'vitest';
import type { PoolSetting, TuneCell, TuneWindow } from '../../results/tune.ts';
import { seededRandom } from '../../stats/random.ts';
import { normal } from '../../stats/simulation/noise.ts';
import { fakeBench } from '../../tests/simulated/fake-bench.ts';
import { fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { FEWEST_ROUNDS, MOST_ROUNDS } from './rounds.ts';
import { comparisonsWith, isUndecided, measureAfter, verify } from './verify.ts';

const setting = (size: number): PoolSetting => ({ size, overflow: 0, timeout_ms: 200 });
const alternatives = [
  { alternative: { code: 'default' as const, size: 1, overflow: 0 }, setting: setting(1) },
  { alternative: { code: 'source' as const, size: 30, overflow: 0 }, setting: setting(30) },
];
const options = { recommended: setting(8), alternatives, windowMs: 200, noise: 0.05, hasTime: () => false };

it('measures all settings in turn, in three rounds, each with arrivals of its own and the same for all', async () => {
  const subject = fakeSubject({ holdMs: 20 });
  const bench = await fakeBench(subject, { ratePerS: 150 });
  const { recommended, comparisons } = await verify({ ...options, most: 97 }, bench);
  expect(subject.started).toHaveLength(3);
  expect(subject.up()).toBe(0);

  const order = bench.windows.map(({ setting }) => setting.size);
  const [first, second] = [order.slice(0, 3), order.slice(3, 6)];
  expect(first.toSorted()).toEqual([1, 30, 8]);
  expect(second).toEqual(first.toReversed());
  expect(order.slice(6)).toEqual(first);
  const seeds = (windows: { seed: number }[]) => windows.map(({ seed }) => seed);
  expect(new Set(seeds(recommended.windows)).size).toBe(3);
  for (const { cell } of comparisons) expect(seeds(cell.windows)).toEqual(seeds(recommended.windows));

  expect(comparisons.map(({ alternative }) => alternative)).toEqual(alternatives.map(({ alternative }) => alternative));
  // One connection serves 50 of 150 per second.
  const [p95s, alternativeP95s] = [recommended, comparisons[0]?.cell].map((cell) =>
    cell?.windows.map(({ p95_ms }) => p95_ms ?? 0),
  );
  expect(Math.min(...(alternativeP95s ?? []))).toBeGreaterThan(Math.min(...(p95s ?? [])) * 1.4);
});

it('has one setting up at a time where the connections do not suffice for all', async () => {
  const subject = fakeSubject({ holdMs: 1 });
  let most = 0;
  const bench = await fakeBench(subject, { onWindow: () => (most = Math.max(most, subject.up())) });
  await verify({ ...options, windowMs: 60, most: 20 }, bench);
  expect(most).toBe(1);
  // The last of a round is the first of the next: it stays up.
  expect(subject.started).toHaveLength(7);
});

it('measures one more setting under the arrivals of the rounds, alone', async () => {
  const subject = fakeSubject({ holdMs: 20 });
  const bench = await fakeBench(subject, { ratePerS: 150 });
  const { recommended } = await verify({ ...options, alternatives: [], most: 97 }, bench);
  const after = await measureAfter(setting(5), recommended, bench);
  expect(subject.started.at(-1)).toEqual(setting(5));
  expect(subject.up()).toBe(0);
  const load = ({ seed, sent, duration_ms }: TuneWindow) => ({ seed, sent, duration_ms });
  expect(after.windows.map(load)).toEqual(recommended.windows.map(load));
});

/** Comparisons with two pools as they go on, with windows whose p95 is what `p95s` makes: how they end, and after how many rounds. */
function compareOften(times: number, p95Ms: (pool: number) => number) {
  const pools = [8, 10, 30];
  const ended = Array.from({ length: times }, () => {
    const windows = pools.map((_, pool) => Array.from({ length: MOST_ROUNDS }, () => p95Ms(pool)));
    const after = (rounds: number) => {
      const [own, ...others] = windows.map(
        (all, pool): TuneCell => ({
          setting: setting(pools[pool] as number),
          windows: all.slice(0, rounds).map((p95_ms) => ({ p95_ms }) as TuneWindow),
        }),
      );
      const beside = others.map((cell) => ({ alternative: { code: 'default' as const, size: 1, overflow: 0 }, cell }));
      return comparisonsWith(own as TuneCell, beside, 0.05);
    };
    let rounds = FEWEST_ROUNDS;
    while (rounds < MOST_ROUNDS && isUndecided(after(rounds), 0.05)) rounds++;
    return { rounds, slower: after(rounds).some(({ reading }) => reading === 'slower') };
  });
  return {
    slower: ended.filter(({ slower }) => slower).length / times,
    rounds: ended.reduce((sum, { rounds }) => sum + rounds, 0) / times,
  };
}

/** 500 comparisons err by 1 point at 3 %. */
it.each([0.03, 0.08, 0.15])(
  'reads few of many pools that are equal as faster, though it looks after every round (spread %d)',
  (spread) => {
    const random = seededRandom(7);
    const { slower, rounds } = compareOften(500, () => 50 * Math.exp(spread * (normal(random, 1)[0] ?? 0)));
    expect(slower).toBeLessThan(0.04);
    expect(rounds).toBeLessThan(5);
  },
);

it('ends before the last round where one pool is clearly slower', () => {
  const random = seededRandom(7);
  const { slower, rounds } = compareOften(
    500,
    (pool) => (pool === 0 ? 80 : 50) * Math.exp(0.04 * (normal(random, 1)[0] ?? 0)),
  );
  expect(slower).toBeGreaterThan(0.9);
  expect(rounds).toBeLessThan(4.5);
});
