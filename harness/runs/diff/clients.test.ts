import { expect, test } from 'vitest';
import { diffSizes } from '../../patterns/diff/index.ts';
import type { CellFacts } from '../../results/schema.ts';
import { sizesForRequests } from './clients.ts';

const read = (...values: number[]): CellFacts[] =>
  values.map((value, index) => ({
    ...{ pattern: 'request' as const, stack: 'service' as const, variant: `request-${index}` },
    facts: { connections_at_once: [{ value }, { value }] },
    agreeing: 2,
  }));
const clients = (free: number | undefined, base: number[], head: number[]) =>
  sizesForRequests(free, { base: read(...base), head: read(...head) }).capacity_clients;

test('a service that has room keeps its clients', () => {
  expect(sizesForRequests(97, { base: read(8), head: read(8) })).toEqual(diffSizes);
  expect(clients(97, [2], [2])).toBe(8);
});

test('a connection for each client, in base, head and the control, is what there is room for', () => {
  expect(clients(17, [8], [8])).toBe(5);
  expect(clients(6, [8], [8])).toBe(2);
});

test('the request and the side that take the most decide', () => {
  expect(clients(48, [1, 8], [1, 8])).toBe(8);
  expect(clients(48, [1, 8], [1, 24])).toBe(5);
});

test('one client there is in any case', () => {
  expect(clients(2, [8], [8])).toBe(1);
});

test('where nothing was read, nothing is known', () => {
  expect(sizesForRequests(5, undefined)).toEqual(diffSizes);
  expect(clients(5, [0], [0])).toBe(8);
  expect(clients(undefined, [8], [8])).toBe(8);
});
