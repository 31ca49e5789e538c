import { expect, test } from 'vitest';
import type { PatternName, Results } from '../../results/schema.ts';
import { golden, goldenPartial, goldenStandard } from '../../tests/golden/golden.ts';
import { precisionTable } from './precision.ts';
import { contextOf } from './run-context.ts';

function rowsOf(results: Results, name: PatternName): Record<string, string>[] {
  const pattern = results.patterns.find((one) => one.pattern === name);
  if (pattern === undefined) throw new Error(`no pattern ${name}`);
  const { header = [], rows = [] } = precisionTable(pattern, contextOf(results)) ?? {};
  return rows.map((row) => Object.fromEntries(header.map((column, index) => [column, row[index] ?? ''])));
}

test('three blocks have an interval by Student t and nothing beside it', () => {
  expect(rowsOf(golden(), 'parallel')[0]).toMatchObject({
    'gain of': 'median latency, after',
    stack: 'Node',
    'found by': 'Student t',
    'Hodges–Lehmann': '–',
    'lag-1': '–',
    'noise floor': expect.stringMatching(/^± [\d.]+ % \((batching|pooling)\)$/),
  });
});

test('from eight blocks on Hodges–Lehmann stands beside the gain, and whose interval counts', () => {
  const rows = ['parallel', 'streaming', 'batching'].flatMap((name) => rowsOf(goldenStandard(), name as PatternName));
  const methods = new Set(rows.map((row) => row['found by']));
  expect(methods).toContain('signed ranks');
  for (const row of rows) expect(row['Hodges–Lehmann']).toMatch(/^[\d.]+× \([\d.]+–[\d.]+\)$/);
});

test('neighbouring blocks that resemble each other are named', () => {
  const drifting = rowsOf(goldenStandard(), 'streaming').filter((row) => row['lag-1']?.endsWith(', high'));
  expect(drifting.map((row) => `${row['gain of']}, ${row.stack}`)).toEqual(['time, after, Python']);
});

test('memory and exact counts have no noise floor, counts not even a row', () => {
  expect(rowsOf(golden(), 'streaming')[0]?.['noise floor']).toBe('–');
  expect(rowsOf(golden(), 'batching').map((row) => row['gain of'])).not.toContain('upstream calls, after');
});

test('too few blocks for an interval are called that', () => {
  expect(rowsOf(goldenPartial(), 'parallel')[0]).toMatchObject({
    '95 % interval': 'none',
    'found by': 'too few blocks',
  });
});
