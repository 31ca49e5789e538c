import { expect, test } from 'vitest';
import type { KeptCase } from './bench-cases-kept.ts';
import { CASES } from './bench-cases-list.ts';
import { casesTable } from './bench-cases-table.ts';

const TITLES = [
  { row: 1, title: 'ids', right: 'none twice' },
  { row: 2, title: 'a pooler', right: 'both sides' },
];
const kept = (more: Partial<KeptCase> = {}): KeptCase => ({
  ...{ row: 1, verdict: 'right', missing: null, left: [] },
  tries: [{ what: 'node-items', came: 'exit 0, 2 connections', wrong: null }],
  ...{ at: '2026-11-29T08:00:00.000Z', commit: '0123456789ab', machine: 'a CPU, 2 cores', load_average: 3, ms: 61_000 },
  ...more,
});

test('all rows right, and nothing left', () => {
  const table = casesTable(TITLES, [kept(), kept({ row: 2, load_average: 11 })]);
  expect(table).toContain('Met: all 2 rows are right. Nothing was left running after any of them.');
  expect(table).toContain('node-items: exit 0, 2 connections');
  expect(table).toContain('Load average when they began: 3.0 to 11.0.');
});

test('what is wrong, missing, left or not made is named', () => {
  const wrong = kept({
    ...{ verdict: 'wrong', left: ['port 4711'] },
    tries: [{ what: 'node-items', came: 'exit 5, "a|b"', wrong: 'no recommendation' }],
  });
  const table = casesTable(TITLES, [wrong]);
  expect(table).toContain('MISSED: 0 of 2 rows are right. Wrong: 1. Not made: 2. Something was left after 1.');
  expect(table).toContain('exit 5, "a\\|b" **no recommendation**; **left: port 4711**');
  const missing = casesTable(TITLES, [
    kept(),
    kept({ row: 2, verdict: 'missing', tries: [], missing: 'no pgbouncer' }),
  ]);
  expect(missing).toContain('MISSED: 1 of 2 rows are right. Not tried for want of something: 2.');
  expect(missing).toContain('no pgbouncer');
});

test('nothing was made yet', () => {
  expect(casesTable(TITLES, [])).toContain('Not made: 1, 2.');
});

test('the cases are the rows from 1 to 12, each once', () => {
  expect(CASES.map(({ row }) => row)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});
