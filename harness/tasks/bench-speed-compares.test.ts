import { describe, expect, test } from 'vitest';
import { type ComparePair, comparesTable, type KeptCompare, keptCompare } from './bench-speed-compares.ts';

const gain = (value: number, low: number, high: number): KeptCompare['gains'][number] => ({
  ...{ pattern: 'pooling', stack: 'node', variant: 'after', metric: 'capacity', value, low, high },
});
const pair = (changed: Partial<ComparePair> = {}): ComparePair => ({
  ...{ profile: 'quick', against: '9a97633', at: '2026-12-01T00:30:00.000Z', commit: 'abc1234' },
  ...{ machine: 'a machine', load_average: 0.1 },
  now: {
    ...{ ms: 100_000, exit_code: 0, gains: [gain(30, 25, 36)] },
    spent: { measuring_ms: 80_000, best_ms: 4_000, timelines_ms: 4_000, other_ms: 12_000 },
  },
  earlier: { ms: 160_000, exit_code: 0, gains: [gain(32, 16, 64)] },
  ...changed,
});

describe('the table', () => {
  test('sets the whole command, and what there has always been of it, against the earlier commit', () => {
    const table = comparesTable([pair(), pair()]);
    expect(table).toMatch(/whole command +\| 160\.0 s \| 100\.0 s \| +0\.63 × \|/);
    expect(table).toMatch(/without the best way and timelines \| 160\.0 s \| +92\.0 s \| +0\.57 × \|/);
    expect(table).toMatch(/timelines +\| +– \| +4\.0 s \|/);
    expect(table).toContain('2 pairs, 2026-12-01, on a machine; code abc1234; profile quick, against 9a97633');
  });

  test('sets the width of an interval against that of the earlier commit, and says whether the gain lies in it', () => {
    const outside = pair({ now: { ...pair().now, gains: [gain(70, 63, 77)] } });
    const table = comparesTable([pair(), outside]);
    // The widths are log 4 before; log 1.44 and log 1.222 now: the root of their mean square is log 1.34, the median of the ratios 0.20.
    expect(table).toMatch(/pooling capacity, node \| +32\.0 \| +45\.8 \| +1 of 2 \| +4\.00 \| +1\.34 \| +0\.20 × \|/);
  });

  test('leaves out what a busy machine made invalid, other code, and gains that one side does not have', () => {
    const invalid = pair({ earlier: { ...pair().earlier, exit_code: 5 } });
    const other = pair({ commit: 'def5678' });
    const without = pair({ earlier: { ...pair().earlier, gains: [] } });
    expect(comparesTable([invalid, other, pair(), without])).toContain('2 pairs');
    expect(comparesTable([without])).not.toContain('pooling capacity');
    expect(comparesTable([invalid])).toContain('no pair of comparisons');
  });
});

test('what is kept of a comparison are the gains that decide, with their intervals, and where its time went', () => {
  const estimate = { value: 2, low: 1.9, high: 2.1, level: 0.95, n: 3, blocks: [2, 2, 2] };
  const gains = ['after', 'after-best'].flatMap((variant) =>
    ['latency', 'cpu'].map((metric) => ({ metric, variant, kind: 'ratio' as const, estimate })),
  );
  const withoutInterval = { ...estimate, low: null, high: null };
  const patterns = [
    { pattern: 'parallel', stacks: { node: { gains } } },
    {
      pattern: 'batching',
      stacks: { node: { gains: [{ metric: 'time', variant: 'after', kind: 'ratio', estimate: withoutInterval }] } },
    },
  ] as unknown as Parameters<typeof keptCompare>[0]['patterns'];
  const spent = { measuring_ms: 1 };
  expect(keptCompare({ patterns, spent }, { ms: 9, exit_code: 0 })).toEqual({
    ...{ ms: 9, exit_code: 0, spent },
    gains: [{ pattern: 'parallel', stack: 'node', variant: 'after', metric: 'latency', value: 2, low: 1.9, high: 2.1 }],
  });
});
