import { expect, test } from 'vitest';
import { judge } from './bench-services-judge.ts';
import { diffsOf, servicesTable } from './bench-services-table.ts';

const expected = [
  { request: 'order', metric: 'statements', counted: true },
  { request: 'order', metric: 'cpu', counted: false },
];
const row = (variant: string, id: string, verdict: 'regression' | 'improvement' | 'no change', fails = false) => ({
  ...{ variant, verdict, fails },
  metric: { id },
});
const statements = row('order', 'statements', 'regression', true);
const cpu = row('order', 'cpu', 'regression', true);

test('all that was expected, with the exit code of a regression, is right', () => {
  expect(judge('change', expected, { rows: [statements, cpu], exitCode: 1 })).toEqual({
    came: 'order statements regression, order cpu regression',
    wrong: null,
  });
  // What counts do not show is not asked of them.
  expect(judge('counts', expected, { rows: [statements], exitCode: 1 }).wrong).toBe(null);
});

test('what was missed, what is red elsewhere and another exit code are named', () => {
  expect(judge('change', expected, { rows: [statements], exitCode: 1 }).wrong).toBe('missed: order cpu');
  const elsewhere = row('product', 'cpu', 'regression', true);
  expect(judge('change', expected, { rows: [statements, cpu, elsewhere], exitCode: 1 }).wrong).toBe(
    'red elsewhere: product cpu regression',
  );
  expect(judge('change', expected, { rows: [statements, cpu], exitCode: 5 }).wrong).toBe('exit code 5');
});

test('in reverse it is an improvement, and nothing fails', () => {
  const rows = [row('order', 'statements', 'improvement'), row('order', 'cpu', 'improvement')];
  expect(judge('reverse', expected, { rows, exitCode: 0 }).wrong).toBe(null);
  expect(judge('reverse', expected, { rows: [statements, cpu], exitCode: 1 }).wrong).toMatch(/^missed/);
});

test('a commit beside itself is not red', () => {
  expect(judge('equal', expected, { rows: [row('order', 'cpu', 'no change')], exitCode: 0 })).toEqual({
    came: 'nothing',
    wrong: null,
  });
  expect(judge('equal', expected, { rows: [cpu], exitCode: 1 }).wrong).toBe('red: order cpu regression');
  expect(judge('equal', expected, { rows: [], exitCode: 5 }).wrong).toBe('exit code 5');
});

test('the table says what is right, what is wrong and what was not made', () => {
  const example = { name: 'shop', change: 'an N+1', expected };
  const [counts, change] = diffsOf(example);
  const made = { at: '2026-11-29T12:00:00Z', commit: 'abc', machine: 'a machine', load_average: 1, ms: 30_000 };
  const table = servicesTable(
    [example],
    [
      { ...(counts as NonNullable<typeof counts>), ...made, came: 'order statements regression', wrong: null },
      { ...(change as NonNullable<typeof change>), ...made, came: 'nothing', wrong: 'missed: order cpu' },
    ],
  );
  expect(table).toContain('| shop | an N+1 | counts | order statements regression | yes | 30 s |');
  expect(table).toContain('**no: missed: order cpu**');
  expect(table).toContain(
    'MISSED: 1 of 6 diffs are right. Not made: shop reverse 1, shop equal 1, shop equal 2, shop equal 3.',
  );
});

test('counts alone are asked for where they show the change', () => {
  const measured = expected.filter(({ counted }) => !counted);
  const directions = diffsOf({ name: 'leak', expected: measured }).map(({ direction }) => direction);
  expect(directions).toEqual(['change', 'reverse', 'equal', 'equal', 'equal']);
});
