import { expect, test } from 'vitest';
import { connectionsInUse } from './littles-law.ts';

test('200 requests per second that each hold a connection for 25 ms hold five of them', () => {
  expect(connectionsInUse(200, 25)).toBe(5);
});
