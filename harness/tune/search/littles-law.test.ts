import { expect, test } from 'vitest';
import { connectionsInUse, rateThatFills } from './littles-law.ts';

test('200 requests per second that each hold a connection for 25 ms hold five of them', () => {
  expect(connectionsInUse(200, 25)).toBe(5);
  expect(rateThatFills(5, 25)).toBe(200);
});

test('who holds nothing fills nothing', () => {
  expect(rateThatFills(5, 0)).toBe(Number.POSITIVE_INFINITY);
});
