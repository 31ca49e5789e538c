import { describe, expect, test } from 'vitest';
import { covers } from '../../diff/accept-rule.ts';
import { acceptLine } from '../../report/diff/accept-line.ts';
import { parseAcceptLine } from '../../results/accept-line.ts';
import { cell, countRow, METRICS, measuredRow } from '../../tests/golden/golden-rows.ts';

const pooling = cell('pooling', 'node');
const counted = (base: number, head: number) => countRow({ ...pooling, metric: METRICS.statements, base, head });
const timed = (ratio: number, metric: keyof typeof METRICS = 'cpu') =>
  measuredRow({
    ...pooling,
    metric: METRICS[metric],
    verdict: 'regression',
    value: 100,
    ratio,
    sd: 0.002,
    drawn: 12,
  });
const isCovered = (line: string, row: ReturnType<typeof timed>) => {
  const rule = parseAcceptLine(line);
  if (rule === undefined) throw new Error(`"${line}" is no line`);
  return covers(rule, row);
};

test('a count states both values', () => {
  expect(acceptLine(counted(1, 2))).toBe('pooling/node/after: statements 1 → 2');
  expect(acceptLine(counted(1_200, 2.5))).toBe('pooling/node/after: statements 1,200 → 2.50');
});

test('what is timed states the far end of its interval', () => {
  expect(acceptLine(timed(1.05))).toMatch(/^pooling\/node\/after: cpu \+5\.\d %$/);
  expect(acceptLine(timed(0.9, 'capacity'))).toMatch(/^pooling\/node\/after: capacity −\d+\.\d %$/);
});

test.each([counted(1, 2), counted(1_200, 2.5), timed(1.05), timed(12), timed(0.9, 'capacity')])(
  'the line that is printed for a row covers it (%#)',
  (row) => expect(isCovered(acceptLine(row) as string, row)).toBe(true),
);

describe('a count', () => {
  test.each([
    ['pooling/node/after: statements 1 -> 2', true],
    ['pooling/node/after:  statements  1→2 ', true],
    ['pooling/node/after: statements 1.0 → 2.00', true],
    ['pooling/node/after: statements 1 → 3', false],
    ['pooling/node/after: statements 2 → 2', false],
  ])('%j covers 1 → 2: %s', (line, expected) => expect(isCovered(line, counted(1, 2))).toBe(expected));

  test('of classes is stated and covered by their words', () => {
    const classes = ['constant', 'grows with the file'];
    const metric = { ...METRICS.statements, id: 'memory_growth', classes };
    const row = countRow({ ...cell('streaming', 'node'), metric, base: 0, head: 1 });
    const line = 'streaming/node/after: memory_growth constant → grows with the file';
    expect(acceptLine(row)).toBe(line);
    expect(isCovered(line, row)).toBe(true);
    expect(isCovered('streaming/node/after: memory_growth constant -> constant', row)).toBe(false);
    expect(isCovered('streaming/node/after: memory_growth 0 → 1', row)).toBe(false);
  });
});

describe('a change of about 5 %', () => {
  test.each([
    ['+8 %', true],
    ['+8%', true],
    ['+4 %', false],
    ['-8 %', false],
    ['−8 %', false],
    ['+1,000 %', true],
  ])('up to %s: %s', (change, expected) => {
    expect(isCovered(`pooling/node/after: cpu ${change}`, timed(1.05))).toBe(expected);
  });
  test('is compared as it is printed', () => {
    const row = { ...timed(1.05), change: { value: 1.05349, low: 1.05, high: 1.0534, level: 0.95, n: 12, blocks: [] } };
    expect(isCovered(acceptLine(row) as string, row)).toBe(true);
    expect(isCovered('pooling/node/after: cpu +5.2 %', row)).toBe(false);
  });
  test('for the worse may be a fall', () => {
    expect(isCovered('pooling/node/after: capacity -12 %', timed(0.9, 'capacity'))).toBe(true);
    expect(isCovered('pooling/node/after: capacity +12 %', timed(0.9, 'capacity'))).toBe(false);
  });
});

describe('growth', () => {
  const metric = {
    ...{ id: 'growth', title: 'memory growth per 1,000 requests' },
    ...({ unit: 'bytes', better: 'lower', kind: 'growth' } as const),
  };
  const difference = { value: 32_649_000, low: 30e6, high: 35_123_000, level: 0.95, n: 5, blocks: [] };
  const row = { ...timed(1.5), metric, change: null, difference };

  test('states bytes, up to the far end of its interval', () => {
    expect(acceptLine(row)).toBe('pooling/node/after: growth +35.1 MB');
    expect(isCovered(acceptLine(row) as string, row)).toBe(true);
  });
  test.each([
    ['+32.6 MB', true],
    ['+33MB', true],
    ['+32,600 kB', true],
    ['+32 MB', false],
    ['-33 MB', false],
  ])('of 32.6 MB is covered by %s: %s', (change, expected) => {
    expect(isCovered(`pooling/node/after: growth ${change}`, row)).toBe(expected);
  });
});

test.each([
  '',
  'pooling/after: cpu +8 %',
  'pooling/node/after: cpu 8 %',
  'pooling/node/after: growth 8 MB',
  'pooling/node/after: cpu',
  'pooling/node/after cpu +8 %',
])('%j is no line', (line) => expect(parseAcceptLine(line)).toBeUndefined());

test('a request of a reader’s service is named by itself', () => {
  expect(parseAcceptLine('list-orders: round_trips 1 → 2')).toMatchObject({
    cell: 'list-orders',
    metric: 'round_trips',
  });
});
