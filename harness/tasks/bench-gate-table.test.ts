import { expect, test } from 'vitest';
import { diff, HERE, RULE, redRow, row } from '../tests/builders/kept-diffs.ts';
import { CHANGES, type Change } from './bench-gate-changes.ts';
import { falseReds, type KeptDiff } from './bench-gate-kept.ts';
import { gateTable } from './bench-gate-table.ts';

const changeOf = (name: string) => CHANGES.find((change) => change.name === name) as Change;
const table = (kept: KeptDiff[]) => gateTable(kept, RULE);
/** The cells of the first row that begins like this. */
const cellsOf = (text: string, ...start: string[]) =>
  text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .find((cells) => start.every((part, index) => cells[1 + index] === part));

test('a change is found by its own row, and read as what the gate measured; every share has its bounds', () => {
  const text = table([
    diff('+5', [redRow()], { exit_code: 1, amount: 0.016 }),
    diff('+5', [row({ ratio: 1.03 })]),
    diff('+5', [redRow({ stack: 'python' })], { stack: 'python', exit_code: 1, ms: 110_000, budget: '120s' }),
  ]);
  const node = ['75s', '2', '1 of 2 (1–99 %)', '0 of 2 (0–84 %)', '0', '8.0 %', '+4.0 % cpu', '60 s'];
  expect(cellsOf(text, '+5 % CPU', 'pooling node', 'quiet')?.slice(4, -1)).toEqual(node);
  expect(cellsOf(text, '+5 % CPU', 'pooling python')).toContain('110 s');
  const together = ['3', '2 of 3 (9–99 %)', '0 of 3 (0–71 %)'];
  expect(cellsOf(text, '+5 % CPU', 'together', 'quiet')?.slice(5, 8)).toEqual(together);
  expect(text).toContain(
    '- a CPU, 2 cores, Linux 6.1: 3 diffs, 3 of them by the present rule, 2026-11-23; others took 0.02',
  );
});

test('a count is shown as it was and as it is', () => {
  const counted = redRow({ metric: 'statements', kind: 'count', base: 1, head: 2, ratio: null });
  const cells = cellsOf(table([diff('statement', [counted], { budget: null })]), 'one more statement');
  expect(cells).toEqual(expect.arrayContaining(['counts only', '1 of 1 (3–100 %)', '1 → 2 statements']));
});

test('an A/A diff has nothing to find, and no red allowed', () => {
  expect(cellsOf(table([diff('a/a', [row()])]), 'nothing (A/A)')?.slice(6, 8)).toEqual(['–', '0 of 1 (0–98 %)']);
  expect(table([diff('a/a', [row()])])).toContain('- open: nothing (A/A): false red 0 of 1 (0–98 %); 19 to go');
  expect(table([diff('a/a', [redRow()])])).toContain('- MISSED: nothing (A/A): false red 1 of 1');
});

test('a target is met when all its diffs are made, open while it can be, and missed as soon as it cannot', () => {
  const found = (count: number) => Array.from({ length: count }, () => diff('+5', [redRow()]));
  const missed = (count: number) => Array.from({ length: count }, () => diff('+5', [row()]));
  const line = (kept: KeptDiff[]) => table(kept).match(/^- (\w+): \+5 % CPU: found [^;]+/m)?.[0];
  expect(line([...found(18), ...missed(2)])).toBe('- met: +5 % CPU: found 18 of 20 (68–99 %)');
  expect(line([...found(1), ...missed(2)])).toBe('- open: +5 % CPU: found 1 of 3 (1–91 %)');
  expect(line([...found(1), ...missed(3)])).toMatch(/^- MISSED/);
});

test('diffs beside other work have rows of their own, and prove nothing', () => {
  const text = table([diff('+5', [redRow()]), diff('+5', [row()], { foreign_cores: 0.6 })]);
  const counted = table([diff('statement', [], { foreign_cores: 0.6, budget: null })]);
  expect(cellsOf(counted, 'one more statement')?.[3]).toBe('any');
  expect(cellsOf(text, '+5 % CPU', 'pooling node', 'quiet')?.[6]).toBe('1 of 1 (3–100 %)');
  expect(cellsOf(text, '+5 % CPU', 'pooling node', 'busy')?.[6]).toBe('0 of 1 (0–98 %)');
  expect(text).toContain('- open: +5 % CPU: found 1 of 1 (3–100 %); false red 0 of 1 (0–98 %); 19 to go');
});

test('diffs of an earlier rule are shown apart, and prove nothing', () => {
  const other = { ...HERE, cpu: 'another CPU' };
  const text = table([diff('+5', [row()], { rule: '1-then', machine: other })]);
  const [present = '', earlier = ''] = text.split('Earlier rule 1-then, which does not count');
  expect(cellsOf(present, '+5 % CPU')).toBeUndefined();
  expect(present).toContain('- open: +5 % CPU: found 0 of 0; false red 0 of 0; 20 to go');
  expect(cellsOf(earlier, '+5 % CPU')?.[6]).toBe('0 of 1 (0–98 %)');
  expect(earlier).toContain('- another CPU, 2 cores, Linux 6.1: 1 diff, 0 of them by the present rule');
});

test.each([
  ['the expected row is not', '+5', [redRow()], 0],
  ['another cell is', '+5', [redRow(), redRow({ variant: 'after-tuned' })], 1],
  [
    'what was to change is not in the best way, which shares code',
    'pool',
    [redRow({ variant: 'after-best', metric: 'connections' })],
    0,
  ],
  [
    'anything else in the best way is',
    '+5',
    [redRow({ variant: 'after-best', metric: 'statements', kind: 'count' })],
    1,
  ],
  ['a count of the same cell is', '+5', [redRow({ metric: 'statements', kind: 'count' })], 1],
  ['the time that work takes is not', '+5', [redRow({ metric: 'p50', kind: 'time' })], 0],
  ['a count beside a changed count is not', 'pool', [redRow({ metric: 'round_trips', kind: 'count' })], 0],
  ['a regression that fails no gate is not', 'a/a', [redRow({ metric: 'p50', kind: 'time', red: false })], 0],
  ['the improved row is, when it is called worse', 'improvement', [redRow()], 1],
  ['the CPU that touching memory takes is not', 'memory', [redRow({ pattern: 'streaming' })], 0],
] as const)('false red: %s', (_, name, rows, expected) => {
  const pattern = name === 'memory' ? 'streaming' : 'pooling';
  expect(falseReds(changeOf(name), diff(name, [...rows], { pattern }))).toHaveLength(expected);
});
