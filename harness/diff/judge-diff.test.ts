/** Whole diffs, simulated from header to samples. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRow } from '../results/cell-name.ts';
import type { CellName, DiffHeader, DiffResults, Sample } from '../results/schema.ts';
import { seededRandom, shuffle } from '../stats/random.ts';
import {
  END,
  inspectionsOf,
  judged,
  metricsOf,
  ONE_CELL,
  PARTIAL,
  type Run,
  simulateDiff,
  simulatedHeader,
  simulateRun,
} from '../tests/simulated/simulated-diff.ts';
import { judgeDiff } from './judge-diff.ts';

const CPU = { ...ONE_CELL, metric: 'cpu' };
const STATEMENTS = { ...ONE_CELL, metric: 'statements' };
const COUNTED_CELL: CellName = { pattern: 'pooling', stack: 'python', variant: 'after-lifo' };

const rowOf = ({ rows }: DiffResults, metric: string) =>
  rows.find((row) => row.pattern === ONE_CELL.pattern && row.stack === ONE_CELL.stack && row.metric.id === metric);
const mapSamples = ({ header, samples }: Run, change: (sample: Sample) => Sample): Run => ({
  header,
  samples: samples.map(change),
});
const busy = (sample: Sample): Sample => ({
  ...sample,
  invalid: [{ rule: 'foreign-cpu', detail: 'others were busy' }],
});

describe('of a hundred simulated diffs of twelve cells at SD 3 %', () => {
  const diffs = (ratios: Record<string, number>) =>
    Array.from({ length: 100 }, (_, seed) => simulateDiff({ ratios, sd: 0.03, seed: seed + 1 }));

  test('at least 99 are green when nothing changed', () => {
    const clean = diffs({});
    expect(clean.filter(({ exit_code }) => exit_code === 1).length).toBeLessThanOrEqual(1);
    // The other way not to be green is a control that moves by chance.
    expect(clean.filter(({ exit_code }) => exit_code === 0).length).toBeGreaterThanOrEqual(97);
  });

  test('at least 97 find a cell that became 10 % slower, and name it', () => {
    const slower = diffs({ cpu: 1.1 });
    const found = slower.filter(
      ({ verdict, rows: [worst] }) => verdict === 'regression' && worst && isRow(worst, CPU) && worst.fails,
    );
    expect(found.length).toBeGreaterThanOrEqual(97);
  });
});

test('a slowdown fails the gate, and the row that it rests on is named and comes first', () => {
  const results = simulateDiff({ ratios: { cpu: 1.08 } });
  expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
  expect(results.why).toEqual({ code: 'changed', rows: [CPU] });
  expect(results.rows[0]).toMatchObject({ ...ONE_CELL, verdict: 'regression', family: 'primary', fails: true });
  expect(results.rows[0]?.change?.n).toBe(results.rows[0]?.decided_after);
  expect(results.rows[0]?.decided_after).toBeLessThan(17);
  expect(results.rows[0]?.p).toBeLessThan(0.001);
  expect(results.run.plan.sequential?.ended).toBe('regression');
});

test('a speed-up is named, and the gate is green', () => {
  const results = simulateDiff({ ratios: { cpu: 0.9 }, sd: 0.002 });
  expect(results).toMatchObject({ verdict: 'improvement', exit_code: 0 });
  expect(results.why).toMatchObject({ code: 'changed', rows: [CPU] });
});

test('of metrics where more is better less is worse', () => {
  expect(rowOf(simulateDiff({ ratios: { capacity: 0.85 } }), 'capacity')?.verdict).toBe('regression');
  expect(rowOf(simulateDiff({ ratios: { capacity: 1.15 } }), 'capacity')?.verdict).toBe('improvement');
});

describe('a secondary metric', () => {
  const memory = { ratios: { peak_rss: 1.2 }, sd: 0.002 };
  test('is shown and does not fail', () => {
    const results = simulateDiff(memory);
    expect(rowOf(results, 'peak_rss')).toMatchObject({ verdict: 'regression', family: 'secondary' });
    expect(results).toMatchObject({ verdict: 'no change', exit_code: 0 });
    expect(results.why).toEqual({ code: 'unchanged' });
    expect(results.beside).toEqual([{ code: 'not-gated', rows: [{ ...ONE_CELL, metric: 'peak_rss' }] }]);
    expect(rowOf(results, 'peak_rss')).toMatchObject({ gated: false, fails: false });
  });
  test.each([
    ['peak memory half as high again', { peak_rss: 1.5 }],
    ['capacity down by half', { capacity: 0.5 }],
  ])('fails by itself with its whole interval beyond the second threshold: %s', (_, ratios) => {
    const results = simulateDiff({ ratios, sd: 0.03 });
    expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
    const [metric = ''] = Object.keys(ratios);
    const row = rowOf(results, metric);
    expect(results.why).toEqual({ code: 'changed', rows: [{ ...ONE_CELL, metric }] });
    expect(row).toMatchObject({ gated: true, fails: true });
    expect(row?.beyond).toEqual({ threshold: 0.25, level: 0.99, blocks: row?.change?.n });
    // All blocks have a say.
    expect(row?.change?.n).toBe(row?.blocks?.base.length);
  });
  test('fails by itself although time ended the diff before the first look', () => {
    const run = simulateRun({ ratios: { capacity: 0.5 }, sd: 0.01 });
    const early = run.samples.filter(({ block }) => block < 3);
    expect(judged({ ...run, samples: early })).toMatchObject({ verdict: 'regression', exit_code: 1 });
  });
  test('is no verdict where the control moved, however far beyond it lies', () => {
    const results = simulateDiff({ ratios: { capacity: 0.5 }, controlRatios: { capacity: 1.3 }, sd: 0.002 });
    expect(rowOf(results, 'capacity')).toMatchObject({ verdict: 'invalid' });
    expect(rowOf(results, 'capacity')).not.toHaveProperty('beyond');
    expect(results.exit_code).toBe(0);
  });
  test('fails when the gate is strict', () => {
    expect(simulateDiff({ ...memory, header: { strict: true } })).toMatchObject({
      verdict: 'regression',
      exit_code: 1,
    });
  });
});

const counted = (base: number[], head: number[]) => {
  const header = simulatedHeader({ cells: [ONE_CELL] });
  const of = (values: number[]) => values.flatMap((statements) => inspectionsOf([ONE_CELL], { statements }));
  return { ...header, counts_only: true, inspections: { base: of(base), head: of(head) } };
};
const judgeCounts = (base: number[], head: number[]) => judgeDiff(counted(base, head), [], END, metricsOf);

describe('counts', () => {
  test('are judged without timing anything', () => {
    expect(judgeCounts([3], [3])).toMatchObject({ verdict: 'no change', exit_code: 0, trials: 0 });
    expect(judgeCounts([4, 4], [3, 3])).toMatchObject({ verdict: 'improvement', exit_code: 0 });
    const more = judgeCounts([3, 3], [4, 4]);
    expect(more).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(more.why).toEqual({ code: 'changed', rows: [STATEMENTS] });
  });
  test('of cells that are not timed have rows, and no others', () => {
    const [base, head] = [1, 2].map((round_trips) => inspectionsOf([COUNTED_CELL], { round_trips }));
    const header = { ...simulatedHeader({ cells: [] }), counted: [COUNTED_CELL], inspections: { base, head } };
    const found = judgeDiff(header as DiffHeader, [], END, metricsOf);
    expect(found).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(found.rows.map(({ variant, metric }) => [variant, metric.id])).toEqual([['after-lifo', 'round_trips']]);
  });
  test('that a second pass contradicts are inconclusive', () => {
    expect(judgeCounts([3, 3], [4, 3]).rows[0]?.why).toEqual({ code: 'counts-differ', base: [3, 3], head: [4, 3] });
  });
  test('of blocks fail beyond their factor, and follow what is exact', () => {
    const of = (statements: number, blocks: number) => inspectionsOf([ONE_CELL], { statements, blocks });
    const judge = (head: [number, number]) => {
      const header = { ...simulatedHeader({ cells: [ONE_CELL] }), counts_only: true };
      return judgeDiff({ ...header, inspections: { base: of(3, 9), head: of(...head) } }, [], END, metricsOf);
    };
    expect(judge([3, 94])).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(judge([3, 94]).why).toMatchObject({ rows: [{ metric: 'blocks' }] });
    expect(judge([3, 12])).toMatchObject({ verdict: 'no change', why: { code: 'unchanged' } });
    expect(judge([4, 94]).rows.map(({ metric }) => metric.id)).toEqual(['statements', 'blocks']);
  });
  test('fail the gate whatever the timing is worth', () => {
    const run = mapSamples(simulateRun({ cells: [ONE_CELL] }), busy);
    const results = judged({ ...run, header: { ...counted([3, 3], [4, 4]), counts_only: false } });
    expect(results).toMatchObject({ verdict: 'regression', exit_code: 1, validity: { trustworthy: false } });
    expect(results.why).toEqual({ code: 'changed', rows: [STATEMENTS] });
    expect(results.beside).toEqual([{ code: 'distrusted' }]);
  });
});

describe('a diff is invalid', () => {
  test.each([
    [['head'], [3], []],
    [['base'], [], [3]],
    [['base', 'head'], [], []],
  ])('when the requests of a cell failed on %s while they were counted', (sides, base, head) => {
    const results = judgeCounts(base, head);
    expect(results).toMatchObject({ verdict: 'invalid', exit_code: 5, validity: { trustworthy: false } });
    const why = { code: 'requests-failed', sides, during: 'counting' };
    expect(results.validity.distrust).toEqual([{ why, rows: [STATEMENTS] }]);
  });
  test('when more than a fifth of its trials are', () => {
    const run = simulateRun({ cells: [ONE_CELL], ratios: { cpu: 1.1 } });
    const share = (one: number) => mapSamples(run, (sample) => (sample.trial % 10 < one ? busy(sample) : sample));
    expect(judged(share(4))).toMatchObject({ verdict: 'invalid', exit_code: 5, validity: { trustworthy: false } });
    expect(judged(share(4))).toMatchObject({
      why: { code: 'distrusted' },
      advice: { code: 'quieter-machine' },
      validity: { distrust: [{ why: { code: 'too-many-invalid', most_share: 0.2 } }] },
    });
    expect(judged(share(1)).verdict).toBe('regression');
  });
  test('when the control moved, in that stack', () => {
    const results = simulateDiff({ ratios: { cpu: 1.1 }, controlRatios: { cpu: 1.1 } });
    expect(results).toMatchObject({ verdict: 'invalid', exit_code: 5 });
    expect(results.controls.find(({ metric }) => metric === 'cpu')?.moved).toBe(true);
    const stacksOf = (verdict: string) =>
      new Set(
        results.rows
          .filter((row) => row.metric.id === 'cpu' && (row.verdict === 'invalid') === (verdict === 'invalid'))
          .map(({ stack }) => stack),
      );
    expect([stacksOf('invalid'), stacksOf('other')]).toEqual([new Set(['node']), new Set(['python'])]);
  });
  test('not when a secondary metric of the control moved: its rows are', () => {
    const results = simulateDiff({ controlRatios: { capacity: 1.1 }, sd: 0.002 });
    expect(results).toMatchObject({ verdict: 'no change', exit_code: 0, validity: { trustworthy: true } });
    expect(rowOf(results, 'capacity')?.verdict).toBe('invalid');
  });
  test('when a cell has no valid trial on one side', () => {
    const { header, samples } = simulateRun({});
    const failing = ({ side, pattern, stack }: Sample) => side === 'head' && pattern === 'pooling' && stack === 'node';
    const results = judged({ header, samples: samples.map((one) => (failing(one) ? busy(one) : one)) });
    expect(results).toMatchObject({ verdict: 'invalid', exit_code: 5 });
    const why = { code: 'no-valid-trial', side: 'head', invalid: { rule: 'foreign-cpu' } };
    const row = { pattern: 'pooling', stack: 'node', variant: 'after', metric: 'cpu' };
    expect(results.validity.distrust).toMatchObject([{ why, rows: [row] }]);
  });
  test('when there is nothing to judge', () => {
    const header = simulatedHeader({ cells: [] });
    const results = judgeDiff(header, [], END, metricsOf);
    expect(results).toMatchObject({ verdict: 'invalid', exit_code: 5 });
    expect(results.why).toEqual({ code: 'nothing-to-judge', cause: 'no-common-cell' });
  });
  test('when it did not finish, unless a regression was found', () => {
    const { header, samples } = simulateRun({ sd: 0.002 });
    const some = samples.filter(({ block }) => block < 2);
    const results = judgeDiff(header, some, PARTIAL, metricsOf);
    expect(results).toMatchObject({ verdict: 'invalid', exit_code: 5, status: 'partial' });
    expect(rowOf(results, 'cpu')).toMatchObject({
      verdict: 'inconclusive',
      why: { code: 'too-few-blocks', blocks: 2, needed: 4 },
    });
    const slow = simulateRun({ sd: 0.002, ratios: { cpu: 1.1 } });
    expect(judgeDiff(slow.header, slow.samples, PARTIAL, metricsOf).exit_code).toBe(1);
  });
});

test('services that are byte for byte the same are green without a sample', () => {
  const header = simulatedHeader({ cells: [], header: { same_services: true } });
  expect(judgeDiff(header, [], END, metricsOf)).toMatchObject({ verdict: 'no change', exit_code: 0 });
});

describe('--fail-on', () => {
  const exit = (ratios: Record<string, number>, sd: number, fail_on: 'regression' | 'inconclusive' | 'never') =>
    simulateDiff({ cells: [ONE_CELL], ratios, sd, header: { fail_on } }).exit_code;
  test('never: a regression is found and does not fail', () => expect(exit({ cpu: 1.1 }, 0.01, 'never')).toBe(0));
  test('inconclusive fails only when asked for', () => {
    expect([exit({}, 0.15, 'regression'), exit({}, 0.15, 'inconclusive')]).toEqual([0, 1]);
  });
});

test('a row worse than the alert threshold is pointed at and does not fail', () => {
  const alerts = { cost: 0.01, time: 0.02, memory: 0.02 };
  const results = simulateDiff({ ratios: { cpu: 1.02 }, sd: 0.004, header: { alerts } });
  expect(rowOf(results, 'cpu')?.alert).toBe(true);
  expect(results.rows.filter(({ alert }) => alert)).toHaveLength(1);
  expect(results.exit_code).toBe(0);
});

describe('properties', () => {
  const ratio = fc.double({ min: 0.85, max: 1.18, noNaN: true });
  const scenario = fc.record({
    ratios: fc.record({ cpu: ratio, capacity: ratio, peak_rss: ratio }),
    sd: fc.double({ min: 0.002, max: 0.05, noNaN: true }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });
  const verdicts = ({ rows }: DiffResults) =>
    Object.fromEntries(rows.map(({ metric, verdict }) => [metric.id, verdict]));
  const assert = (check: (run: Run) => void) =>
    fc.assert(
      fc.property(scenario, (simulated) => check(withoutControl(simulateRun({ ...simulated, cells: [ONE_CELL] })))),
      { numRuns: 40 },
    );
  // A control belongs to base, so that with it the sides differ.
  const withoutControl = ({ header, samples }: Run): Run => ({
    header,
    samples: samples.filter(({ arm }) => arm === undefined),
  });

  test('swapping base and head turns regressions into improvements', () => {
    const mirrored: Record<string, string> = { regression: 'improvement', improvement: 'regression' };
    const turned = (sample: Sample): Sample => ({ ...sample, side: sample.side === 'base' ? 'head' : 'base' });
    assert((run) => {
      const before = verdicts(judged(run));
      const after = verdicts(judged(mapSamples(run, turned)));
      for (const [metric, verdict] of Object.entries(before)) expect(after[metric]).toBe(mirrored[verdict] ?? verdict);
    });
  });
  test('a machine that is twice as slow for both sides changes no verdict', () => {
    const scaled = (sample: Sample): Sample => ({
      ...sample,
      metrics: Object.fromEntries(Object.entries(sample.metrics).map(([id, value]) => [id, 2 * value])),
    });
    assert((run) => {
      expect(verdicts(judged(mapSamples(run, scaled)))).toEqual(verdicts(judged(run)));
    });
  });
  test('the order of the lines in samples.jsonl does not matter', () => {
    assert(({ header, samples }) => {
      const shuffled = shuffle(seededRandom(samples.length), samples);
      expect(judged({ header, samples: shuffled })).toEqual(judged({ header, samples }));
    });
  });
});
