import { expect, test } from 'vitest';
import { parseRequestLine } from './request-line.ts';
import { numberRequests, type RequestNumbers } from './request-placeholders.ts';

const UUID = '5b2d4c1e-7a7b-4d6f-9d38-1f0c2b3a4d5e';
const numbers = (inLoad = 0, unique = 4711): RequestNumbers => ({ inLoad, unique, uuid: UUID });

test('a method and a path', () => {
  expect(parseRequestLine('GET /orders/7?full=1')(numbers())).toEqual({ method: 'GET', path: '/orders/7?full=1' });
});

test('a body is JSON, sent as it means', () => {
  const request = parseRequestLine('POST  /orders  {"lines": [1, 2], "text": "a {b} c"}');
  expect(request(numbers(3))).toEqual({
    method: 'POST',
    path: '/orders',
    body: { lines: [1, 2], text: 'a {b} c' },
  });
});

test('null is a body, too', () => {
  expect(parseRequestLine('PUT /flag null')(numbers())).toEqual({ method: 'PUT', path: '/flag', body: null });
});

test('{n} is what no other request has, wherever it stands', () => {
  const request = parseRequestLine('POST /orders/{n} {"id": {n}, "name": "user {n}"}');
  expect(request(numbers(0, 4711))).toEqual({
    method: 'POST',
    path: '/orders/4711',
    body: { id: 4711, name: 'user 4711' },
  });
  expect(request(numbers(0, 4712))).toMatchObject({ path: '/orders/4712', body: { id: 4712 } });
});

test('{uuid} is one for all of a request', () => {
  const request = parseRequestLine('PUT /orders/{uuid}?again={uuid} {"id": "{uuid}"}');
  expect(request(numbers())).toEqual({ method: 'PUT', path: `/orders/${UUID}?again=${UUID}`, body: { id: UUID } });
});

test('{n:5-7} goes by the place in the load, and begins again', () => {
  const request = parseRequestLine('GET /orders/{n:5-7}');
  const paths = [0, 1, 2, 3].map((inLoad) => request(numbers(inLoad)).path);
  expect(paths).toEqual(['/orders/5', '/orders/6', '/orders/7', '/orders/5']);
});

test('loads that begin again and again repeat neither number nor UUID, and a run begins elsewhere', () => {
  const [oneRun, nextRun] = [numberRequests(), numberRequests()];
  const load = () => [0, 1, 2].map(oneRun);
  const all = [...load(), ...load(), ...load()];
  expect(new Set(all.map(({ unique }) => unique)).size).toBe(9);
  expect(new Set(all.map(({ uuid }) => uuid)).size).toBe(9);
  expect(nextRun(0).unique).not.toBe(all[0]?.unique);
});

test('its numbers fit an integer of PostgreSQL', () => {
  for (let run = 0; run < 1_000; run++) {
    const { unique } = numberRequests()(0);
    expect(unique).toBeGreaterThanOrEqual(1e9);
    expect(unique + 200e6).toBeLessThan(2 ** 31);
  }
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

test('a UUID without its quotes is explained', () => {
  expect(() => parseRequestLine('POST /orders {"id": {uuid}}')).toThrow(
    expect.objectContaining({ hint: 'a UUID is a text: put "{uuid}" into quotes' }),
  );
});
