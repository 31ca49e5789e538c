import { expect, test } from 'vitest';
import { CHANGES, type Change } from './bench-gate-changes.ts';
import { arrivedShare, falseReds, type KeptDiff, type KeptRow, measuredBase } from './bench-gate-kept.ts';
import { gateTable } from './bench-gate-table.ts';

const row = (more: Partial<KeptRow>): KeptRow => ({
  pattern: 'pooling',
  stack: 'node',
  variant: 'after',
  metric: 'cpu',
  family: 'primary',
  verdict: 'no change',
  base: 0.2,
  head: 0.2,
  ratio: 1,
  ...more,
});
const diff = (change: string, rows: KeptRow[], more: Partial<KeptDiff> = {}): KeptDiff => ({
  change,
  pattern: 'pooling',
  stack: 'node',
  run: 0,
  amount: 0,
  at: '2026-11-23T10:00:00.000Z',
  commit: '0123456789ab',
  machine: 'a CPU, 2 cores',
  ms: 60_000,
  exit_code: 0,
  verdict: 'no change',
  why: '',
  rows,
  ...more,
});
const changeOf = (name: string) => CHANGES.find((change) => change.name === name) as Change;
const red = (more: Partial<KeptRow> = {}) => row({ verdict: 'regression', ratio: 1.05, ...more });

test('a change is found by its own row, and read as what the gate measured', () => {
  const table = gateTable([
    diff('+5', [red()], { exit_code: 1 }),
    diff('+5', [row({ ratio: 1.03 })], { run: 1 }),
    diff('+5', [red({ stack: 'python', ratio: 1.05 })], { stack: 'python', exit_code: 1, ms: 110_000 }),
  ]);
  expect(table).toMatch(/\+5 % CPU \| +pooling node .* 75s \| +1 of 2 \| +0 of 2 \| +0 \| +\+4\.0 % cpu \| +60 s/);
  expect(table).toMatch(/\+5 % CPU \| +pooling python .* 120s \| +1 of 1 \| .* 110 s/);
  expect(table).toMatch(/\+5 % CPU \| +all .* 2 of 3 \(9–99 %\) \| 0 of 3 \(0–71 %\)/);
  expect(table).toContain('MISSED  +5 % CPU: found 2 of 3 (9–99 %); false red 0 of 3 (0–71 %), 37 to go');
  expect(table).toContain('3 diffs, 2026-11-23, on a CPU, 2 cores; code 0123456789ab');
});

test('a count is shown as it was and as it is', () => {
  const counted = red({ metric: 'statements', base: 1, head: 2, ratio: null });
  expect(gateTable([diff('statement', [counted])])).toMatch(/counts only \| +1 of 1 \| +0 of 1 .* 1 → 2 statements/);
});

test('an A/A diff has nothing to find, and no red allowed', () => {
  expect(gateTable([diff('a/a', [row({})])])).toMatch(/nothing \(A\/A\) \| pooling node .* – \| +0 of 1/);
  expect(gateTable([diff('a/a', [row({})])])).toContain('met     nothing (A/A): false red 0 of 1');
  expect(gateTable([diff('a/a', [red()])])).toContain('MISSED  nothing (A/A): false red 1 of 1');
});

test.each([
  ['the expected row is not', '+5', [red()], 0],
  ['another cell is', '+5', [red(), red({ variant: 'after-tuned' })], 1],
  ['a count of the same cell is', '+5', [red({ metric: 'statements' })], 1],
  ['a count beside a changed count is not', 'pool', [red({ metric: 'round_trips' })], 0],
  ['a secondary metric is not: it fails no diff', '+5', [red({ metric: 'p50', family: 'secondary' })], 0],
  ['the improved row is, when it is called worse', '-10', [red()], 1],
  ['the CPU that touching memory takes is not', 'memory', [red({ pattern: 'streaming' })], 0],
] as const)('false red: %s', (_, name, rows, expected) => {
  const pattern = name === 'memory' ? 'streaming' : 'pooling';
  expect(falseReds(changeOf(name), diff(name, [...rows], { pattern }))).toHaveLength(expected);
});

test('a share is taken of the median base that was not changed itself', () => {
  const target = { pattern: 'pooling', stack: 'node' } as const;
  const kept = [
    diff('a/a', [row({ base: 0.2 })]),
    diff('+5', [row({ base: 0.22 })]),
    diff('+5', [row({ base: 0.21 })], { run: 1 }),
    diff('-10', [row({ base: 9 })]),
    diff('a/a-burner', [row({ base: 9 })]),
    diff('a/a', [row({ base: 9, stack: 'python' })], { stack: 'python' }),
  ];
  expect(measuredBase(kept, target, 'cpu')).toBe(0.21);
  expect(measuredBase(kept, target, 'peak_rss')).toBeUndefined();
});

test('work is sized by how much of it arrived in the diffs that had it in head', () => {
  const target = { pattern: 'pooling', stack: 'node' } as const;
  const kept = [
    diff('calibration', [red({ base: 0.2, ratio: 1.06 })], { amount: 0.024 }),
    diff('+5', [row({ base: 0.2, ratio: 1.02 })], { amount: 0.008 }),
    diff('a/a', [row({ ratio: 1.5 })]),
    diff('-10', [row({ ratio: 0.9 })], { amount: 0.02 }),
    diff('+5', [red({ stack: 'python', ratio: 9 })], { stack: 'python', amount: 0.01 }),
    diff('+5', [row({ verdict: 'invalid', base: null, ratio: null })], { run: 1, amount: 0.01 }),
  ];
  expect(arrivedShare(kept, target, 'cpu')).toBeCloseTo(0.5);
  expect(arrivedShare(kept, target, 'peak_rss')).toBeUndefined();
});
