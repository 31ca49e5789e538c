import { describe, expect, test } from 'vitest';
import type { AcceptedLine, DiffHeader, DiffResults } from '../results/schema.ts';
import {
  END,
  inspectionsOf,
  judged,
  metricsOf,
  ONE_CELL,
  simulatedHeader,
  simulateRun,
} from '../tests/simulated/simulated-diff.ts';
import { judgeDiff } from './judge-diff.ts';

const from = '.duet-accept, line 1';
const stating = (...lines: string[]): AcceptedLine[] => lines.map((line) => ({ line, from }));

/** One cell of parallel, Node, whose statements rise from 3 to 4. */
function counted(accepted: AcceptedLine[], header: Partial<DiffHeader> = {}): DiffResults {
  const [base, head] = [3, 4].map((statements) => inspectionsOf([ONE_CELL], { statements, round_trips: 3 }));
  const patterns: DiffHeader['patterns'] = ['parallel', 'pooling'];
  const found = { ...simulatedHeader({ cells: [ONE_CELL] }), counts_only: true, patterns, accepted, ...header };
  return judgeDiff({ ...found, inspections: { base, head } } as DiffHeader, [], END, metricsOf);
}

describe('a count that rose as a line states', () => {
  const results = counted(stating('parallel/node/after: statements 3 → 4'));
  test('is accepted, and the gate green', () => {
    expect(results).toMatchObject({ verdict: 'accepted', exit_code: 0 });
    expect(results).toMatchObject({
      why: { code: 'accepted', rows: [{ ...ONE_CELL, metric: 'statements' }] },
      beside: [],
    });
    expect(results.unmatched).toBeUndefined();
  });
  test('is shown first, with its line', () => {
    const accepted = { line: 'parallel/node/after: statements 3 → 4', from };
    expect(results.rows[0]).toMatchObject({ metric: { id: 'statements' }, verdict: 'accepted', accepted });
  });
});

test('what was written before these lines is judged as it was', () => {
  const { accepted: _, ...header } = simulatedHeader({ cells: [ONE_CELL] });
  expect(judgeDiff({ ...header, counts_only: true }, [], END, metricsOf)).not.toHaveProperty('unmatched');
});

test.each([
  ['parallel/node/after: statements 3 → 5', 'other-change'],
  ['parallel/node/after: statements +40 %', 'other-form'],
  ['parallel/node/after: round_trips 3 → 4', 'unchanged'],
  ['parallel/node/after: sessions 1 → 2', 'no-such-metric'],
  ['parallel/node/after: cpu +8 %', 'not-compared'],
  ['parallel/node/after-pool: statements 3 → 4', 'no-such-cell'],
  ['paralell/node/after: statements 3 → 4', 'no-such-cell'],
  ['streaming/node/after: statements 3 → 4', 'not-compared'],
] as const)('%j accepts nothing: %s', (line, why) => {
  const results = counted(stating(line));
  expect(results).toMatchObject({ verdict: 'regression', exit_code: 1, unmatched: [{ line, from, why }] });
});

test('another row that became worse fails all the same, and the accepted one is said', () => {
  const run = simulateRun({ cells: [ONE_CELL], ratios: { cpu: 1.1 }, sd: 0.002 });
  const counts = counted([]).run.inspections;
  const accepted = stating('parallel/node/after: statements 3 → 4');
  const results = judged({ ...run, header: { ...run.header, inspections: counts, accepted } });
  expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
  expect(results.why).toEqual({ code: 'changed', rows: [{ ...ONE_CELL, metric: 'cpu' }] });
  expect(results.beside).toEqual([{ code: 'accepted', rows: [{ ...ONE_CELL, metric: 'statements' }] }]);
});

describe('a percentage', () => {
  const run = simulateRun({ cells: [ONE_CELL], ratios: { cpu: 1.08 }, sd: 0.002 });
  const withLines = (accepted: AcceptedLine[]) =>
    judged({ ...run, header: { ...run.header, patterns: ['parallel'], accepted } });
  test('accepts what is at most as large', () => {
    expect(withLines(stating('parallel/node/after: cpu +9 %'))).toMatchObject({ verdict: 'accepted', exit_code: 0 });
  });
  test('accepts no more than it says', () => {
    expect(withLines(stating('parallel/node/after: cpu +6 %'))).toMatchObject({
      exit_code: 1,
      unmatched: [{ why: 'other-change', row: { ...ONE_CELL, metric: 'cpu' } }],
    });
  });
  test('that base has as well accepts nothing', () => {
    const [line] = stating('parallel/node/after: cpu +20 %') as [AcceptedLine];
    expect(withLines([{ ...line, spent: true }])).toMatchObject({ exit_code: 1, unmatched: [{ why: 'spent' }] });
  });
});

test('what could not be told is not accepted', () => {
  const run = simulateRun({ cells: [ONE_CELL], sd: 0.15 });
  const accepted = stating('parallel/node/after: cpu +90 %');
  const header = { ...run.header, patterns: ['parallel' as const], fail_on: 'inconclusive' as const, accepted };
  expect(judged({ ...run, header })).toMatchObject({ exit_code: 1, unmatched: [{ why: 'undecided' }] });
});
