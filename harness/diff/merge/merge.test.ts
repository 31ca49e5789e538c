/** Made-up shares of one plan, merged. */
import { describe, expect, test } from 'vitest';
import type { DiffResults, DiffRow, Sample } from '../../results/schema.ts';
import { LEVEL, logMeanInterval } from '../../stats/interval.ts';
import {
  END,
  inspectionsOf,
  metricsOf,
  ONE_CELL,
  PARTIAL,
  type Shared,
  simulatedHeader,
  simulatedSamples,
  simulateShards,
} from '../../tests/simulated/simulated-diff.ts';
import { judgeDiff } from '../judge-diff.ts';
import { isShard, mergeShards, type ShardResults } from './merge.ts';

const NAME = { id: 'merged', command: 'merge out/*' };
const SHARED: Shared = { shards: 4, blocks: 20, cells: [ONE_CELL], sd: 0.01 };

const merge = (shards: readonly DiffResults[]) => mergeShards(shards.filter(isShard), NAME);
const merged = (some: Partial<Shared> = {}) => merge(simulateShards({ ...SHARED, ...some }));
const rowOf = ({ rows }: DiffResults, metric = 'cpu'): DiffRow =>
  rows.find((row) => row.metric.id === metric && row.stack === ONE_CELL.stack) as DiffRow;

describe('a share', () => {
  const [first] = simulateShards({ ...SHARED, ratios: { cpu: 1.2 } }) as [ShardResults];

  test('is measured, whatever it shows, and fails nothing', () => {
    expect(first).toMatchObject({ verdict: 'measured', exit_code: 0, why: { code: 'share' }, beside: [] });
    expect(new Set(first.rows.map(({ verdict }) => verdict))).toEqual(new Set(['measured']));
    expect(first.rows.filter(({ fails, alert }) => fails || alert)).toEqual([]);
    expect(rowOf(first).blocks?.base).toHaveLength(5);
  });

  const judgeShare = (change: (sample: Sample) => Sample, end: Parameters<typeof judgeDiff>[2] = END) => {
    const samples = simulatedSamples(SHARED, [ONE_CELL], 0, 5).map(change);
    return judgeDiff(first.run, samples, end, metricsOf);
  };
  const busy = (sample: Sample): Sample => ({ ...sample, invalid: [{ rule: 'foreign-cpu' } as never] });

  test('is invalid where its own trials are, and where it did not finish', () => {
    expect(judgeShare(busy)).toMatchObject({ verdict: 'invalid', exit_code: 5 });
    expect(judgeShare((sample) => sample, PARTIAL)).toMatchObject({ verdict: 'invalid', why: { code: 'unfinished' } });
  });

  test('says nothing of a control of so few blocks', () => {
    const moved = simulateShards({ ...SHARED, controlRatios: { cpu: 1.3 }, sd: 0.001 });
    expect(moved.map(({ verdict }) => verdict)).toEqual(Array(4).fill('measured'));
    expect(merge(moved)).toMatchObject({ verdict: 'invalid', exit_code: 5 });
  });

  test('that is invalid makes all of it invalid, with its reason', () => {
    const shards = simulateShards(SHARED);
    expect(merge([judgeShare(busy), ...shards.slice(1)])).toMatchObject({
      verdict: 'invalid',
      exit_code: 5,
      validity: { distrust: [{ why: { code: 'too-many-invalid' } }] },
    });
  });
});

describe('shares that are merged', () => {
  test('are the estimate of one machine with as many blocks', () => {
    const [one, four] = [merged({ shards: 1 }), merged()];
    expect(rowOf(four).blocks).toEqual(rowOf(one).blocks);
    expect(rowOf(four).change?.value).toBeCloseTo(rowOf(one).change?.value as number, 12);
    expect([rowOf(four).base, rowOf(four).head]).toEqual([rowOf(one).base, rowOf(one).head]);
    // One machine alone is estimated as it would be by a diff of its own.
    const { base, head } = rowOf(one).blocks as { base: number[]; head: number[] };
    const ratios = head.map((value, block) => value / (base[block] as number));
    expect(rowOf(one).change).toEqual(logMeanInterval(ratios, LEVEL));
    expect(rowOf(one)).not.toHaveProperty('machines');
    expect(rowOf(four).change).toMatchObject({ method: 'stratified', n: 20 });
  });

  test('find what became slower, and that nothing did', () => {
    expect(merged({ ratios: { cpu: 1.08 } })).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(merged()).toMatchObject({ verdict: 'no change', exit_code: 0, status: 'complete' });
    expect(rowOf(merged({ ratios: { cpu: 0.92 } })).verdict).toBe('improvement');
    expect(rowOf(merged({ ratios: { capacity: 0.85 } }), 'capacity').verdict).toBe('regression');
    expect(rowOf(merged({ ratios: { peak_rss: 2 } }), 'peak_rss')).toMatchObject({ fails: true });
  });

  test('give the same results in whatever order they are named', () => {
    const shards = simulateShards(SHARED);
    expect(merge(shards.toReversed())).toEqual(merge(shards));
  });

  test('have the trials, controls and times of all of them', () => {
    const shards = simulateShards(SHARED);
    const all = merge(shards);
    const sum = (of: (one: DiffResults) => number) => shards.reduce((total, one) => total + of(one), 0);
    expect(all.trials).toBe(sum(({ trials }) => trials));
    expect(all.controls[0]?.ratio.n).toBe(sum(({ controls }) => controls[0]?.ratio.n ?? 0));
    expect(all.run.machines?.map(({ shard, blocks }) => [shard, blocks])).toEqual([1, 2, 3, 4].map((n) => [n, 5]));
    expect(all.run).toMatchObject(NAME);
    expect(all.run.plan.fixed).not.toHaveProperty('shard');
  });

  test('say which are missing', () => {
    const [one, , three, four] = simulateShards(SHARED) as [DiffResults, DiffResults, DiffResults, DiffResults];
    const some = merge([one, three, four]);
    expect(some.run.plan.fixed?.missing).toEqual([2]);
    expect(rowOf(some).change?.n).toBe(15);
  });
});

describe('machines', () => {
  test('that agree are shown one by one, and are no reason for anything', () => {
    const { machines } = rowOf(merged());
    expect(machines).toMatchObject({ differ: false });
    expect(machines?.values.map(({ shard, blocks }) => [shard, blocks])).toEqual([1, 2, 3, 4].map((n) => [n, 5]));
    expect(machines?.p).toBeGreaterThan(0.01);
  });

  test('that differ are flagged, and have an interval for machines like them', () => {
    const results = merged({ machines: [1.05, 1.1, 1.15, 1.2] });
    const row = rowOf(results);
    expect(row.machines).toMatchObject({ differ: true });
    expect(row.machines?.sd).toBeGreaterThan(0.03);
    expect(row.change?.method).toBe('random-effects');
    const width = ({ change }: DiffRow) => (change?.high as number) - (change?.low as number);
    expect(width(row)).toBeGreaterThan(3 * width(rowOf(merged())));
    // All of them show it.
    expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
  });

  test('of which one alone shows a change decide nothing', () => {
    const results = merged({ shards: 3, machines: [1.06, 1, 1.2], sd: 0.005 });
    expect(rowOf(results)).toMatchObject({ verdict: 'inconclusive', why: { code: 'machines-differ', machines: 3 } });
    expect(results.exit_code).toBe(0);
  });
});

describe('counts', () => {
  const withCounts = (heads: number[]) => {
    const shards = simulateShards({ ...SHARED, shards: heads.length });
    return shards.map((one, index): DiffResults => {
      const of = (statements: number) => inspectionsOf([ONE_CELL], { statements });
      const head = heads[index] as number;
      return { ...one, run: { ...one.run, inspections: { base: of(3), head: of(head) } } };
    });
  };
  const statements = (heads: number[]) => rowOf(merge(withCounts(heads)), 'statements');

  test('that rose on one machine rose', () => {
    expect(statements([3, 4, 3])).toMatchObject({ verdict: 'regression', base: 3, head: 4, fails: true });
  });
  test('fell where they did on all of them', () => {
    expect(statements([2, 2]).verdict).toBe('improvement');
    expect(statements([2, 3]).verdict).toBe('no change');
  });
  test('that one machine could not take are those of the others; requests that failed on one failed', () => {
    const shards = withCounts([3, 3]);
    const [first, second] = shards as [DiffResults, DiffResults];
    const twice = {
      ...first.run.inspections,
      head: [3, 4].flatMap((n) => inspectionsOf([ONE_CELL], { statements: n })),
    };
    const unsure = { ...first, run: { ...first.run, inspections: twice } };
    expect(rowOf(merge([unsure, second]), 'statements').verdict).toBe('no change');
    const failed = { ...first, run: { ...first.run, inspections: { ...first.run.inspections, head: [] } } };
    expect(merge([failed, second])).toMatchObject({ verdict: 'invalid', exit_code: 5 });
  });
});

test('services that are the same on both sides are green in all shares together, too', () => {
  const header = { ...simulatedHeader({ cells: [] }), same_services: true as const };
  const shards = [1, 2].map((shard) => {
    const fixed = { rule: 'fixed-1', blocks: 8, shards: 2, shard };
    return judgeDiff({ ...header, plan: { fixed, screening_blocks: 0, fresh_blocks: 0 } }, [], END, metricsOf);
  });
  expect(shards.map(({ verdict }) => verdict)).toEqual(['measured', 'measured']);
  expect(merge(shards)).toMatchObject({ verdict: 'no change', exit_code: 0, why: { code: 'same-services' } });
});
