import { expect, test } from 'vitest';
import { FIELDS, OPERATIONS } from '../results/library-names.ts';
import { operationsOf, ROWS, transferOf } from './operations.ts';

const file = 'orders-1000.csv';

test('every field has its operations, in their order', () => {
  for (const field of FIELDS) expect(operationsOf(field, { file }).map(({ name }) => name)).toEqual(OPERATIONS[field]);
});

test('a user comes up again only after all others', () => {
  const [read] = operationsOf('database', { file });
  const paths = new Set(Array.from({ length: 10_000 }, (_, n) => read?.request(n).path));
  expect(paths.size).toBe(10_000);
  expect([...paths].every((path) => /^\/users\/([1-9]\d{0,3}|10000)$/.test(path ?? ''))).toBe(true);
  expect(read?.request(10_000)).toEqual(read?.request(0));
});

test('transfers at the same time have no order in common, so that none waits for another', () => {
  const orders = Array.from({ length: 1_000 }, (_, n) => transferOf(n)).flatMap(({ from, to }) => [from, to]);
  expect(new Set(orders).size).toBe(2_000);
});

test('inserts never meet', () => {
  const insert = operationsOf('database', { file }).find(({ name }) => name === 'insert');
  const [first, second] = [0, 1].map((n) => insert?.request(n).body as { first_id: number; count: number });
  expect(first).toEqual({ first_id: 1, count: ROWS });
  expect(second?.first_id).toBe(1 + ROWS);
});
