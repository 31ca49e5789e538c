/** How a diff ends, and what its rows say of it. */
import { describe, expect, test } from 'vitest';
import type { DiffResults } from '../results/schema.ts';
import {
  inspectionsOf,
  judged,
  ONE_CELL,
  simulateDiff,
  simulatedHeader,
  simulatedSamples,
} from '../tests/simulated/simulated-diff.ts';

const rowOf = ({ rows }: DiffResults, metric: string) =>
  rows.find((row) => row.pattern === ONE_CELL.pattern && row.stack === ONE_CELL.stack && row.metric.id === metric);

test('cells that were not decided when a regression ended the diff say so, and do not change its verdict', () => {
  const results = simulateDiff({ ratios: { cpu: 1.3 }, sd: 0.03, seed: 2 });
  expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
  const early = results.rows.filter(({ family, verdict }) => family === 'primary' && verdict === 'inconclusive');
  expect(early.length).toBeGreaterThan(0);
  expect(early[0]?.why).toMatchObject({ code: 'undecided', ended: 'regression', blocks: expect.any(Number) });
});

test('a regression that must not fail the gate does not end the diff', () => {
  const results = simulateDiff({ ratios: { cpu: 1.3 }, sd: 0.01, header: { fail_on: 'never' } });
  expect(results.run.plan.sequential?.ended).toBe('decided');
  expect(rowOf(results, 'cpu')?.verdict).toBe('regression');
});

test('a count that rose ends the diff before anything is timed, and has no timed rows beside it', () => {
  const counted = (statements: number) => inspectionsOf([ONE_CELL], { statements });
  const inspections = { base: counted(3), head: counted(4) };
  const results = simulateDiff({ cells: [ONE_CELL], header: { inspections } });
  expect(results).toMatchObject({ verdict: 'regression', exit_code: 1, trials: 0 });
  expect(results.run.plan.sequential?.ended).toBe('regression');
  expect(results.rows.map(({ metric }) => metric.id)).toEqual(['statements']);
});

test('a regression that was accepted does not end the diff', () => {
  const accepted = [{ line: 'parallel/node/after: cpu +60 %', from: '.duet-accept, line 1' }];
  const results = simulateDiff({ ratios: { cpu: 1.3 }, sd: 0.01, header: { accepted } });
  expect(results.run.plan.sequential?.ended).toBe('decided');
  expect(results).toMatchObject({ verdict: 'accepted', exit_code: 0 });
});

describe('where time ended the diff', () => {
  const late = (blocks: number, sd = 0.02, cpu = 1.08): DiffResults => {
    const cells = [ONE_CELL];
    const header = simulatedHeader({ cells });
    const { sequential } = header.plan;
    if (sequential === undefined) throw new Error('the simulated diff has no sequential plan');
    const looks = sequential.looks.filter((look) => look.blocks > 8);
    const plan = { ...header.plan, sequential: { ...sequential, looks, ended: 'time' as const } };
    const samples = simulatedSamples({ cells, sd, ratios: { cpu } }, cells, 0, blocks);
    return judged({ header: { ...header, plan }, samples });
  };
  test('the last block has a look of its own', () => {
    expect(late(9, 0.004)).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(rowOf(late(9, 0.004), 'cpu')?.decided_after).toBeLessThanOrEqual(9);
  });
  test('what is not decided names the blocks that there were', () => {
    expect(rowOf(late(7, 0.2), 'cpu')).toMatchObject({ verdict: 'inconclusive' });
    const ended = 'time';
    expect(rowOf(late(7, 0.2), 'cpu')?.why).toEqual({ code: 'undecided', blocks: 7, threshold: 0.03, ended });
    expect(rowOf(late(2), 'cpu')?.why).toEqual({ code: 'too-few-blocks', blocks: 2, needed: 4, ended });
  });
});

test('a diff of before the sequential rule is judged by its own: screening, then fresh blocks', () => {
  const header = simulatedHeader({
    cells: [ONE_CELL],
    header: { plan: { screening_blocks: 5, fresh_blocks: 12, suspects: [{ ...ONE_CELL, metric: 'cpu' }] } },
  });
  const samples = simulatedSamples({ cells: [ONE_CELL], sd: 0.01, ratios: { cpu: 1.1 } }, [ONE_CELL], 0, 17);
  const row = rowOf(judged({ header, samples }), 'cpu');
  expect(row).toMatchObject({ verdict: 'regression', suspected: true });
  expect([row?.screening.base.length, row?.fresh.base.length, row?.blocks]).toEqual([5, 12, undefined]);
});
