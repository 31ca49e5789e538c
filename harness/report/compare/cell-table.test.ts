import { expect, test } from 'vitest';
import type { PatternName, PatternResult } from '../../results/schema.ts';
import { golden, goldenPartial } from '../../tests/golden/golden.ts';
import { type CellTable, cellTable } from './cell-table.ts';

const both = ['node', 'python'] as const;

function patternOf(name: PatternName, results = golden()): PatternResult {
  const found = results.patterns.find(({ pattern }) => pattern === name);
  if (found === undefined) throw new Error(`no pattern ${name}`);
  return found;
}

function rowsOf({ sections }: CellTable, title: RegExp): Record<string, string[]> {
  const found = sections.find((section) => title.test(section.title));
  return Object.fromEntries((found?.rows ?? []).map(({ label, values }) => [label, values]));
}

test('columns are the cells, stack by stack', () => {
  const { columns } = cellTable(patternOf('workers'), both);
  expect(columns.map(({ stack, variant }) => `${stack} ${variant}`)).toEqual([
    'node before',
    'node after',
    'node after-pool',
    'python before',
    'python after',
    'python after-pool',
  ]);
});

test('latencies of single requests say what kind they are', () => {
  expect(rowsOf(cellTable(patternOf('parallel'), both), /^Latency .*\(service time\): median latency$/)).toMatchObject({
    p50: ['153 ms', '62.0 ms', '158 ms', '66.2 ms'],
    requests: ['24', '24', '24', '24'],
  });
  expect(cellTable(patternOf('workers'), both).sections[0]?.title).toContain(
    'response time, from the intended send time',
  );
});

test('a 99th percentile of few requests is marked, one of many is not', () => {
  const { sections, notes } = cellTable(patternOf('pooling'), both);
  const capacity = sections.find(({ title }) => title.endsWith(': capacity'))?.rows;
  const p99 = capacity?.find(({ label }) => label === 'p99')?.values;
  expect(p99?.map((value) => value.endsWith(' †'))).toEqual([true, false, true, true]);
  expect(notes[0]).toBe('† fewer than 5,000 requests: shown, not judged');
});

test('counts, costs and the pool have rows where a cell knows them', () => {
  const pooling = cellTable(patternOf('pooling'), both);
  expect(rowsOf(pooling, /^Counts/)).toMatchObject({
    'round trips to PostgreSQL': ['4', '1', '15', '3'],
    'statements of the application': ['1', '1', '1', '1'],
    'statements in all': ['1', '1', '12', '3'],
    'new connections': ['1', '0', '1', '0'],
  });
  expect(rowsOf(pooling, /^Counts/)).not.toHaveProperty('calls to the external API');
  expect(rowsOf(pooling, /pool/)).toMatchObject({ 'most connections in use': ['–', '1', '–', '1'] });
  expect(rowsOf(pooling, /^Across/)).toHaveProperty('capacity');
  expect(rowsOf(cellTable(patternOf('streaming'), both), /^Process/)).toHaveProperty('peak RSS');
});

test('what is zero in every cell is said once', () => {
  const { notes, ...table } = cellTable(patternOf('parallel'), both);
  expect(rowsOf({ ...table, notes }, /^Counts/)).not.toHaveProperty('new connections');
  expect(notes.at(-1)).toBe('Zero in every cell: new connections, new sessions in PostgreSQL and most callers waiting');
});

test('the bottleneck is named in the table and explained below', () => {
  const { notes, ...table } = cellTable(patternOf('pooling'), both);
  expect(rowsOf({ ...table, notes }, /Caveats/)).toEqual({
    'bottleneck at capacity': ['database', 'service', 'database', 'service'],
  });
  expect(notes).toContain(
    'Node after at capacity: service 97 % of its core; database 31 % and driver 24 % of their core',
  );
});

test('lost trials are counted in their cell', () => {
  expect(rowsOf(cellTable(patternOf('parallel'), both), /Caveats/)).toEqual({
    'trials left out as invalid': ['–', '–', '–', '1'],
  });
});

test('cells that a run did not reach stay empty', () => {
  const { sections } = cellTable(patternOf('streaming', goldenPartial()), both);
  expect(sections[0]?.rows[0]?.values).toEqual([expect.stringMatching(/MB$/), '–', '–', '–']);
});
