import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import type { Baseline, BaselineEntry, BaselineRow, Summary } from '../../results/schema.ts';
import { goldenBest } from '../../tests/golden/golden.ts';
import { compareWithBaseline } from './compare.ts';
import { baselineOf } from './entries.ts';

const RULES = { tolerance: 0.25, fail_on: 'regression', strict: false } as const;
const golden = () => readResults(fileURLToPath(new URL('../../tests/golden/pages/results.json', import.meta.url)));
const stored = baselineOf(golden());
const copy = () => structuredClone(stored);

const compare = (head: Baseline, rules: Partial<Parameters<typeof compareWithBaseline>[2]> = {}) =>
  compareWithBaseline(stored, head, { ...RULES, ...rules });

/** The same run, with some of its entries multiplied. */
function changed(which: Partial<BaselineEntry> & { id: string }, factor: number): Baseline {
  const { id, ...keys } = which;
  const found = copy();
  const entries = found.figures.filter(
    (entry) =>
      entry.metric.id === id &&
      Object.entries(keys).every(([key, value]) => entry[key as keyof BaselineEntry] === value),
  );
  if (entries.length === 0) throw new Error(`no entry ${JSON.stringify(which)}`);
  for (const entry of entries) {
    entry.value *= factor;
    if (entry.low !== null && entry.high !== null)
      Object.assign(entry, { low: entry.low * factor, high: entry.high * factor });
  }
  return found;
}

/** One `before` has no numbers, and so there is nothing to gain on it. */
function failed(): Summary {
  const results = golden();
  const node = results.patterns.find(({ pattern }) => pattern === 'streaming')?.stacks.node;
  const before = node?.cells.find(({ variant }) => variant === 'before');
  if (node === undefined || before === undefined) throw new Error('the golden run lost its streaming pattern');
  Object.assign(before, { status: 'failed', metrics: {} });
  for (const gain of node.gains) gain.estimate = null;
  return results;
}

const rowsOf = ({ rows }: { rows: BaselineRow[] }, verdict: BaselineRow['verdict']) =>
  rows.filter((row) => row.verdict === verdict);

describe('the entries of a run', () => {
  test('are small, and hold neither samples nor the command line', () => {
    expect(JSON.stringify(stored).length).toBeLessThan(60_000);
    expect(Object.keys(stored.run)).not.toContain('command');
  });
  test('are of every kind, and only of improved variants', () => {
    expect(new Set(stored.figures.map(({ of }) => of))).toEqual(new Set(['count', 'gain', 'ratio', 'value']));
    expect(stored.figures.filter(({ variant }) => !variant.startsWith('after'))).toEqual([]);
  });
  test('of a variant that is not timed are its counts alone', () => {
    const entries = stored.figures.filter(({ variant }) => variant === 'after-autocommit');
    expect(new Set(entries.map(({ of }) => of))).toEqual(new Set(['count']));
    const trips = entries.find(({ metric }) => metric.id === 'round_trips');
    expect(trips).toMatchObject({ pattern: 'pooling', stack: 'python', value: 1 });
    const measured = (name: string) => stored.cells.find(({ variant }) => variant === name)?.measured;
    expect(['nullpool', 'after-lifo'].map(measured)).toEqual([true, false]);
  });
  test('of the best way are its counts alone, for it is timed sparingly', () => {
    const entries = baselineOf(goldenBest()).figures.filter(({ variant }) => variant === 'after-best');
    expect(new Set(entries.map(({ of }) => of))).toEqual(new Set(['count']));
    expect(new Set(entries.map(({ pattern }) => pattern))).toEqual(new Set(['batching', 'pooling']));
  });
});

test('a run beside itself has no change and no alert', () => {
  const found = compare(copy());
  expect(rowsOf(found, 'regression')).toEqual([]);
  expect(rowsOf(found, 'refused')).toEqual([]);
  expect(found.rows.some(({ alert }) => alert)).toBe(false);
  expect(found.exit_code).toBe(0);
  expect(found.rows).toHaveLength(stored.figures.length);
});

test('one more round trip is a regression, on any machine', () => {
  const head = changed({ id: 'round_trips', pattern: 'pooling', stack: 'python', of: 'count' }, 2);
  head.run.environment.cpu = 'another';
  const found = compare(head);
  expect(found).toMatchObject({ verdict: 'regression', exit_code: 1 });
  expect(found.rows[0]).toMatchObject({ of: 'count', pattern: 'pooling', stack: 'python', verdict: 'regression' });
});

test('half the gain is a regression; --fail-on never lets it pass', () => {
  const head = changed({ id: 'latency', pattern: 'pooling', stack: 'node', of: 'gain' }, 0.5);
  expect(compare(head)).toMatchObject({
    verdict: 'regression',
    exit_code: 1,
    why: {
      code: 'worse',
      figures: [{ of: 'gain', pattern: 'pooling', stack: 'node', variant: 'after', metric: 'latency' }],
    },
  });
  expect(compare(head, { fail_on: 'never' })).toMatchObject({ verdict: 'regression', exit_code: 0 });
});

test('a ratio of the stacks alerts, and fails only if strict', () => {
  const head = changed({ id: 'latency', pattern: 'pooling', of: 'ratio' }, 2);
  const found = compare(head);
  expect(found.exit_code).toBe(0);
  expect(found.rows[0]).toMatchObject({ of: 'ratio', stack: null, verdict: 'regression', alert: true });
  const strict = compare(head, { strict: true });
  expect(strict.exit_code).toBe(1);
  expect(strict.rows[0]?.alert).toBe(false);
});

describe('absolute values', () => {
  test('are judged in an equal environment: CPU fails, time alerts', () => {
    expect(compare(changed({ id: 'cpu', pattern: 'pooling', stack: 'node', of: 'value' }, 2)).exit_code).toBe(1);
    const slower = compare(changed({ id: 'latency', pattern: 'pooling', stack: 'node', of: 'value' }, 2));
    expect(slower.exit_code).toBe(0);
    expect(slower.rows[0]).toMatchObject({ of: 'value', verdict: 'regression', alert: true });
  });

  test('are refused elsewhere, row by row, naming every field that differs', () => {
    const head = changed({ id: 'cpu', pattern: 'pooling', stack: 'node', of: 'value' }, 2);
    head.run.environment = {
      ...head.run.environment,
      cores: 64,
      fingerprint: 'other',
      runtimes: { node: 'Node.js 30' },
    };
    const found = compare(head);
    const values = found.rows.filter(({ of }) => of === 'value');
    expect(values.length).toBeGreaterThan(10);
    for (const { verdict, why } of values) {
      expect(verdict).toBe('refused');
      expect(why).toEqual({
        code: 'other-environment',
        unlike: [
          { what: 'cores', base: '2', head: '64' },
          { what: 'runtime', of: 'node', base: expect.any(String), head: 'Node.js 30' },
          { what: 'runtime', of: 'python', base: expect.any(String), head: null },
        ],
      });
    }
    expect(found.exit_code).toBe(0);
    expect(rowsOf(found, 'no change').length).toBeGreaterThan(5);
  });

  test('are refused when only the lock files or the harness changed, and not when the services did', () => {
    const sources = { 'node service': 'a', harness: 'b', 'lock files': 'c', fixtures: 'd' };
    const base = { ...stored, run: { ...stored.run, sources } };
    const refusedWith = (part: object) =>
      rowsOf(
        compareWithBaseline(base, { ...base, run: { ...base.run, sources: { ...sources, ...part } } }, RULES),
        'refused',
      );
    expect(refusedWith({ 'lock files': 'x' })[0]?.why).toEqual({
      code: 'other-environment',
      unlike: [{ what: 'sources', of: 'lock files', base: 'c', head: 'x' }],
    });
    expect(refusedWith({ harness: 'x' }).every(({ of }) => of === 'value')).toBe(true);
    expect(refusedWith({ 'node service': 'x' })).toEqual([]);
  });

  test('of a CPU report calibrated to another length are refused', () => {
    const head = copy();
    head.run.sizes.report_size_node = 1;
    const refused = rowsOf(compare(head), 'refused');
    expect(refused.length).toBeGreaterThan(0);
    for (const row of refused)
      expect(row).toMatchObject({ pattern: 'workers', why: { unlike: [{ what: 'report_size_node', head: '1' }] } });
    expect(refused.some(({ stack }) => stack === 'python')).toBe(false);
  });
});

test('another profile is other work: nothing can be judged, which is not green', () => {
  const head = copy();
  head.run.profile = 'standard';
  head.run.sizes.users = 1_000;
  const found = compare(head);
  expect(found).toMatchObject({
    verdict: 'invalid',
    exit_code: 5,
    why: {
      code: 'nothing-judged',
      why: { code: 'other-work', unlike: [{ what: 'profile', base: 'quick', head: 'standard' }, { what: 'users' }] },
    },
  });
  expect(found.rows.every(({ verdict }) => verdict === 'refused')).toBe(true);
});

test('another placement is other work, and a run that records none had the default one', () => {
  const head = copy();
  head.run.environment.placement = { name: 'shared', service: null, database: null, rest: null };
  expect(compare(head)).toMatchObject({
    exit_code: 5,
    why: { why: { code: 'other-work', unlike: [{ what: 'placement', base: 'service-apart', head: 'shared' }] } },
  });
  delete head.run.environment.placement;
  expect(compare(head)).toMatchObject({ exit_code: 0 });
});

describe('what only one run has', () => {
  test('a variant is added or removed, and has no rows', () => {
    const head = copy();
    const pool = ({ variant }: { variant: string }) => variant !== 'after-pool';
    head.cells = head.cells.filter(pool);
    head.figures = head.figures.filter(pool);
    expect(compare(head).one_sided).toContainEqual({
      pattern: 'workers',
      stack: 'node',
      variant: 'after-pool',
      change: 'removed',
    });
    const back = compareWithBaseline(head, stored, RULES);
    expect(back.one_sided).toContainEqual({
      pattern: 'workers',
      stack: 'node',
      variant: 'after-pool',
      change: 'added',
    });
    expect(back.rows.some(({ variant }) => variant === 'after-pool')).toBe(false);
    expect(back.exit_code).toBe(0);
  });

  test('a cell that fails now makes the comparison invalid', () => {
    const found = compare(baselineOf(failed()));
    expect(found).toMatchObject({ verdict: 'invalid', exit_code: 5 });
    expect(rowsOf(found, 'invalid')[0]).toMatchObject({ pattern: 'streaming', stack: 'node' });
  });

  test('a entry that this machine cannot give is refused, and no fault', () => {
    const head = copy();
    head.figures = head.figures.filter(({ metric }) => metric.kind !== 'memory');
    const found = compare(head);
    expect(found.exit_code).toBe(0);
    expect(rowsOf(found, 'refused')[0]?.why).toEqual({ code: 'one-sided', only: 'base' });
  });

  test('a pattern that was not asked for is named', () => {
    const head = copy();
    head.run.patterns = ['pooling'];
    head.cells = head.cells.filter(({ pattern }) => pattern === 'pooling');
    head.figures = head.figures.filter(({ pattern }) => pattern === 'pooling');
    const found = compare(head);
    expect(found.not_measured).toContainEqual({ name: 'workers', only: 'base' });
    expect(found.rows.every(({ pattern }) => pattern === 'pooling')).toBe(true);
    expect(found.exit_code).toBe(0);
  });

  test('without anything in common nothing is judged', () => {
    const head = copy();
    head.run.patterns = [];
    head.cells = [];
    head.figures = [];
    expect(compare(head)).toMatchObject({ verdict: 'invalid', exit_code: 5 });
  });
});
