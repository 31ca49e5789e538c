import { expect, test } from 'vitest';
import { diff, HERE, redRow, row } from '../tests/builders/kept-diffs.ts';
import { CHANGES } from './bench-gate-changes.ts';
import type { KeptDiff } from './bench-gate-kept.ts';
import { expectedMs, nextDiff, type PlannedDiff } from './bench-gate-plan.ts';

const count = (pattern: string) => CHANGES.reduce((sum, { name, diffs }) => (pattern === name ? diffs.length : sum), 0);

/** What such a diff leaves: work arrives whole, and memory is there. */
function made({ change, target, amount }: PlannedDiff, more: Partial<KeptDiff> = {}): KeptDiff {
  const rows = (change.countsOnly ? [] : (['cpu', 'peak_rss'] as const)).map((metric) => {
    const base = metric === 'cpu' ? 0.2 : 1e8;
    const isChanged = change.expected?.metric === metric;
    return (isChanged ? redRow : row)({ ...target, metric, base, ratio: isChanged ? 1 + amount / base : 1 });
  });
  const { pattern: _, stack: __, ...whole } = diff(change.name, rows, { amount, ...more });
  return { ...whole, ...target };
}

function run(steps: number, more: Partial<KeptDiff> = {}): KeptDiff[] {
  const kept: KeptDiff[] = [];
  while (kept.length < steps) {
    const next = nextDiff({ changes: CHANGES, kept, here: HERE, before: 0 });
    if (next === undefined) break;
    kept.push(made(next, more));
  }
  return kept;
}
const tally = (kept: KeptDiff[]) =>
  new Map([...Map.groupBy(kept, (one) => one.change)].map(([name, of]) => [name, of.length]));

test('the targets are so many diffs', () => {
  const targets = ['+5', '+10', 'a/a', 'a/a-full', 'a/a-burner', 'memory', 'improvement', 'a/a-shards', '+10-shards'];
  expect(targets.map(count)).toEqual([20, 8, 20, 2, 4, 3, 3, 3, 3]);
});

test('the first diffs are of everything, and what has to be known first comes first', () => {
  const first = tally(run(22));
  expect(first.get('+5')).toBeGreaterThanOrEqual(2);
  expect(first.get('+10')).toBeGreaterThanOrEqual(1);
  expect(first.get('a/a')).toBeGreaterThanOrEqual(3);
  for (const name of ['improvement', 'memory', 'a/a-burner', 'a/a-full', 'a/a-shards', '+10-shards', 'statement'])
    expect(first.get(name), name).toBe(1);
});

test('it ends when all are made, each the planned number of times', () => {
  const all = run(200);
  const planned = Object.fromEntries(tally(all));
  expect(planned).toEqual(Object.fromEntries(CHANGES.map(({ name }) => [name, count(name)])));
  const seeds = all
    .filter((one) => one.change === '+5')
    .map(({ pattern, stack, seed }) => `${pattern} ${stack} ${seed}`);
  expect(seeds).toHaveLength(20);
});

test('on a busy machine all changes have their turn, and none is made', () => {
  const busy = tally(run(60, { foreign_cores: 0.7, budget: '75s' }));
  expect([...busy.values()].reduce((sum, many) => sum + many)).toBe(60);
  expect([...busy.keys()].toSorted()).toEqual(CHANGES.map(({ name }) => name).toSorted());
  expect(Math.max(...busy.values())).toBeLessThan(25);
});

test('where the machine does not tell how much to inject, what needs no size goes on, and then it ends', () => {
  const changes = CHANGES.filter(({ name }) => ['+5', 'statement'].includes(name));
  const kept: KeptDiff[] = [];
  for (let step = 0; step < 20; step++) {
    const next = nextDiff({ changes, kept, here: HERE, before: 0 });
    if (next === undefined) break;
    const told =
      next.change.name === 'statement' ? {} : { rows: [row({ base: null, ratio: null, verdict: 'invalid' })] };
    kept.push(made(next, told));
  }
  expect(Object.fromEntries(tally(kept))).toEqual({ 'a/a': 2, statement: 2 });
});

test('a diff is expected to take its budget, or as long as one before it', () => {
  const [change] = CHANGES as [(typeof CHANGES)[0]];
  const target = { pattern: 'pooling', stack: 'node' } as const;
  expect(expectedMs({ change, target }, [], HERE)).toBe(78_000);
  expect(expectedMs({ change, target }, [diff('+5', [], { ms: 90_000 })], HERE)).toBe(93_000);
  expect(expectedMs({ change, target }, [diff('+5', [], { ms: 90_000, machine: { ...HERE, cores: 64 } })], HERE)).toBe(
    78_000,
  );
  expect(expectedMs({ change, target: undefined }, [], HERE)).toBe(303_000);
});
