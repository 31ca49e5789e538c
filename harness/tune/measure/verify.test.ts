import { expect, it } from 'vitest';
import type { PoolSetting, TuneCell, TuneWindow } from '../../results/tune.ts';
import { seededRandom } from '../../stats/random.ts';
import { normal } from '../../stats/simulation/noise.ts';
import { fakeBench } from '../../tests/simulated/fake-bench.ts';
import { fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { comparisonsWith, isOpen, verify } from './verify.ts';

/** By how much p95 of short windows of one setting varies, in logarithms. */
const SPREAD = 0.08;

const setting = (size: number): PoolSetting => ({ size, overflow: 0, timeout_ms: 200 });
const alternatives = [
  { alternative: { code: 'default' as const, size: 1, overflow: 0 }, setting: setting(1) },
  { alternative: { code: 'source' as const, size: 30, overflow: 0 }, setting: setting(30) },
];
const options = { recommended: setting(8), alternatives, windowMs: 200, noise: 0.05, hasTime: () => false };

it('measures all settings in turn, in four rounds, each with arrivals of its own and the same for all', async () => {
  const subject = fakeSubject({ holdMs: 20 });
  const bench = await fakeBench(subject, { ratePerS: 150 });
  const { recommended, comparisons } = await verify({ ...options, most: 97 }, bench);
  expect(subject.started).toHaveLength(3);
  expect(subject.up()).toBe(0);

  const order = bench.windows.map(({ setting }) => setting.size);
  const [first, second] = [order.slice(0, 3), order.slice(3, 6)];
  expect(first.toSorted()).toEqual([1, 30, 8]);
  expect(second).toEqual(first.toReversed());
  expect(order.slice(6)).toEqual([...first, ...second]);
  const seeds = (windows: { seed: number }[]) => windows.map(({ seed }) => seed);
  expect(new Set(seeds(recommended.windows)).size).toBe(4);
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
  expect(subject.started).toHaveLength(9);
});

it('reads few of many pools that are equal as faster, though it looks twice', () => {
  const random = seededRandom(7);
  const windowMs = () => 50 * Math.exp(SPREAD * (normal(random, 1)[0] ?? 0));
  const cell = (size: number, p95s: readonly number[]): TuneCell => ({
    setting: setting(size),
    windows: p95s.map((p95_ms) => ({ p95_ms }) as TuneWindow),
  });
  const readsSlower = () => {
    const p95s = [8, 10, 30].map((size) => ({ size, all: Array.from({ length: 6 }, windowMs) }));
    const after = (rounds: number) => {
      const [own, ...others] = p95s.map(({ size, all }) => cell(size, all.slice(0, rounds)));
      const pools = others.map((one) => ({
        alternative: { code: 'default' as const, size: 1, overflow: 0 },
        cell: one,
      }));
      return comparisonsWith(own as TuneCell, pools, 0.05);
    };
    const first = after(4);
    const last = first.some((one) => isOpen(one, 0.05)) ? after(6) : first;
    return last.some(({ reading }) => reading === 'slower');
  };
  const slower = Array.from({ length: 500 }, readsSlower).filter(Boolean).length;
  expect(slower).toBeGreaterThan(0);
  expect(slower).toBeLessThan(0.05 * 500);
});
