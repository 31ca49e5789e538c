import { expect, test } from 'vitest';
import { parseRequestLine } from './request-line.ts';

test('a method and a path', () => {
  expect(parseRequestLine('GET /orders/7?full=1')(0)).toEqual({ method: 'GET', path: '/orders/7?full=1' });
});

test('a body is JSON, sent as it means', () => {
  const request = parseRequestLine('POST  /orders  {"lines": [1, 2], "text": "a {b} c"}');
  expect(request(3)).toEqual({ method: 'POST', path: '/orders', body: { lines: [1, 2], text: 'a {b} c' } });
});

test('null is a body, too', () => {
  expect(parseRequestLine('PUT /flag null')(0)).toEqual({ method: 'PUT', path: '/flag', body: null });
});

test('{n} is the number of the request, from 1, wherever it stands', () => {
  const request = parseRequestLine('POST /orders/{n} {"id": {n}, "name": "user {n}"}');
  expect(request(0)).toEqual({ method: 'POST', path: '/orders/1', body: { id: 1, name: 'user 1' } });
  expect(request(41)).toMatchObject({ path: '/orders/42', body: { id: 42 } });
});

test('{n:5-7} begins again', () => {
  const request = parseRequestLine('GET /orders/{n:5-7}');
  expect([0, 1, 2, 3].map((n) => request(n).path)).toEqual(['/orders/5', '/orders/6', '/orders/7', '/orders/5']);
});

test.each([
  ['', 'method and a path'],
  ['GET', 'method and a path'],
  ['get /orders/7', 'GET, POST'],
  ['HEAD /orders/7', 'GET, POST'],
  ['GET orders/7', 'begin with a /'],
  ['GET http://h/orders/7', 'begin with a /'],
  ['GET /orders/ü', 'percent-encoded'],
  ['GET /orders/{id}', 'no placeholder {id}'],
  ['GET /orders/{n:1}', 'no placeholder {n:1}'],
  ['GET /orders/{n:7-5}', '{n:7-5} is empty'],
  ["POST /orders {'id': 1}", 'no JSON'],
  ['POST /orders {"id": {id}}', 'no JSON'],
])('"%s" is refused: %s', (line, reason) => {
  expect(() => parseRequestLine(line)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(reason) }),
  );
});
