import { describe, expect, test } from 'vitest';
import type { CellFacts, CellName, FactReading } from '../results/schema.ts';
import { factRows } from './fact-rows.ts';

const CELL: CellName = { pattern: 'parallel', stack: 'node', variant: 'after' };

type Values = (number | null)[];
const pass = (values: Values, more: Partial<CellFacts> = {}): CellFacts => ({
  ...CELL,
  facts: { connections_at_once: values.map((value): FactReading => ({ value })) },
  agreeing: 2,
  ...more,
});
const rowsOf = (base: CellFacts[], head: CellFacts[]) => factRows({ cells: [CELL], facts: { base, head } });
const verdictOf = (base: CellFacts[], head: CellFacts[]) => rowsOf(base, head)[0]?.verdict;

const twice = (value: number) => [pass([value, value]), pass([value, value])];

describe('a fact', () => {
  test('that is equal on both sides is no change', () => {
    expect(rowsOf([pass([3, 3])], [pass([3, 3])])).toMatchObject([{ verdict: 'no change', base: 3, head: 3 }]);
  });

  test('of which more is better is a regression when it is less, and the reverse an improvement', () => {
    expect(rowsOf(twice(3), twice(1))).toMatchObject([{ verdict: 'regression', base: 3, head: 1, family: 'primary' }]);
    expect(verdictOf(twice(1), twice(3))).toBe('improvement');
  });

  test('counts by its last readings: the first may have met another process', () => {
    expect(verdictOf([pass([3, 3])], [pass([2, 3, 3])])).toBe('no change');
  });

  test('that was never decided is invalid, and says what was read', () => {
    const [row] = rowsOf([pass([3, 3]), pass([3, 3])], [pass([1, 3]), pass([3, 2])]);
    expect(row).toMatchObject({ verdict: 'invalid', head: null });
    expect(row?.why).toMatchObject({ code: 'fact-undecided', head: [1, 3, 3, 2].map((value) => ({ value })) });
  });

  test('that two passes read differently on one side is invalid', () => {
    expect(verdictOf(twice(3), [pass([1, 1]), pass([3, 3])])).toBe('invalid');
  });

  test('that was undecided at first is judged by the second pass', () => {
    expect(verdictOf(twice(3), [pass([1, 3]), pass([3, 3])])).toBe('no change');
  });

  test('that one side cannot tell is left out', () => {
    expect(rowsOf([pass([3, 3])], [pass([], { facts: {} })])).toEqual([]);
  });
});

test('a cell whose requests fail is invalid, and names the side', () => {
  const failure = { status: 500, type: 'about:blank', title: 'Broken', detail: '' };
  const failed = pass([], { facts: {}, failure });
  expect(rowsOf([pass([3, 3]), pass([3, 3])], [failed, failed])).toMatchObject([
    { verdict: 'invalid', why: { code: 'requests-failed', sides: ['head'], during: 'reading-shape' } },
  ]);
  expect(verdictOf(twice(3), [failed, pass([3, 3])])).toBe('no change');
});

test('of the cells that are only counted the best way has facts, and the others have none', () => {
  const [best, other] = ['after-best', 'after-lifo'].map((variant) => ({ ...CELL, variant })) as [CellName, CellName];
  const of = (value: number) => [pass([3, 3]), { ...pass([value, value]), variant: best.variant }];
  const facts = { base: [...of(3), ...of(3)], head: [...of(1), ...of(1)] };
  const rows = factRows({ cells: [CELL], counted: [other, best], facts });
  expect(rows.map(({ variant, verdict }) => [variant, verdict])).toEqual([
    ['after', 'no change'],
    ['after-best', 'regression'],
  ]);
});

test('a diff of before there were facts has none', () => {
  expect(factRows({ cells: [CELL] })).toEqual([]);
});
