import { expect, test } from 'vitest';
import { requestName } from './request-name.ts';

test.each([
  ['GET /orders/{n:1-20}', 'orders'],
  ['GET /orders/7?full=1', 'orders-7'],
  ['POST /api/v1/orders {"id": 7}', 'post-api-v1-orders'],
  ['GET /', 'root'],
  ['DELETE /{pick:ids.csv}', 'delete-root'],
  ['GET /a%20b/_search', 'a-20b-search'],
])('%s is %s', (line, name) => expect(requestName(line)).toBe(name));

test('a name that another request has gets a number', () => {
  expect(requestName('GET /orders', ['orders', 'orders-2'])).toBe('orders-3');
});
