import { expect, test } from 'vitest';
import { parseRequestLine as parseWith } from './request-line.ts';
import type { RequestNumbers } from './request-numbers.ts';
import type { Surroundings } from './request-placeholders.ts';

const UUID = '5b2d4c1e-7a7b-4d6f-9d38-1f0c2b3a4d5e';
const numbers = (inLoad = 0, unique = 4711): RequestNumbers => ({ inLoad, unique, uuid: UUID, taken: {} });

const FILES: Record<string, string[]> = {
  'ids.txt': ['7', '9'],
  'names.txt': ['a b/c', 'say "é"'],
  'paths.txt': ['/orders/1?full=1', '/users/2'],
  'bodies.jsonl': ['{"a": "x"}', '[1]'],
  'templates.txt': ['Dear {name}'],
};
const around: Surroundings = { taken: ['token', 'owner'], pick: (file) => FILES[file] ?? [] };
const parseRequestLine = (line: string) => parseWith(line, around);

test('a method and a path', () => {
  expect(parseRequestLine('GET /orders/7?full=1')(numbers())).toEqual({ method: 'GET', path: '/orders/7?full=1' });
});

test('a body is JSON, sent as it means', () => {
  const request = parseRequestLine('POST  /orders  {"lines": [1, 2], "text": "a { b } c"}');
  expect(request(numbers(3))).toEqual({
    method: 'POST',
    path: '/orders',
    body: { lines: [1, 2], text: 'a { b } c' },
  });
});

test('a brace that is meant as one is \\u007b, also where a placeholder would be', () => {
  const request = parseRequestLine(String.raw`POST /mails {"text": "Dear \u007bname}, \u007bn} is {n}"}`);
  expect(request(numbers(0, 4711)).body).toEqual({ text: 'Dear {name}, {n} is 4711' });
});

test('a file has braces as they stand', () => {
  const request = parseRequestLine('POST /mails {"text": "{pick:templates.txt}"}');
  expect(request(numbers()).body).toEqual({ text: 'Dear {name}' });
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

test('{pick:…} takes one value after the other, written as its place needs', () => {
  const request = parseRequestLine(
    'PUT /names/{pick:names.txt}?id={pick:ids.txt} {"id": {pick:ids.txt}, "name": "{pick:names.txt}"}',
  );
  expect([0, 1, 2].map((n) => request(numbers(n)))).toEqual([
    { method: 'PUT', path: '/names/a%20b%2Fc?id=7', body: { id: 7, name: 'a b/c' } },
    { method: 'PUT', path: '/names/say%20%22%C3%A9%22?id=9', body: { id: 9, name: 'say "é"' } },
    { method: 'PUT', path: '/names/a%20b%2Fc?id=7', body: { id: 7, name: 'a b/c' } },
  ]);
});

test('whole paths and whole bodies are taken as they stand', () => {
  const request = parseRequestLine('POST {pick:paths.txt} {pick:bodies.jsonl}');
  expect(request(numbers(0))).toEqual({ method: 'POST', path: '/orders/1?full=1', body: { a: 'x' } });
  expect(request(numbers(1))).toEqual({ method: 'POST', path: '/users/2', body: [1] });
});

test('what the first request gave stands where it is named', () => {
  const request = parseRequestLine(
    'POST /users/{owner}/orders {"owner": {owner}, "token": "{token}", "text": "{ owner }"}',
  );
  expect(request({ ...numbers(), taken: { owner: '7', token: 'a"b' } })).toEqual({
    method: 'POST',
    path: '/users/7/orders',
    body: { owner: 7, token: 'a"b', text: '{ owner }' },
  });
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
  ['GET {pick:ids.txt}', '7 in ids.txt is no path'],
  ['GET {token}', 'begin with a /'],
  ['POST /orders {"name": {pick:names.txt}}', 'no JSON'],
  ["POST /orders {'id': 1}", 'no JSON'],
  ['POST /orders {"id": {id}}', 'no placeholder {id}'],
  ['POST /orders {"id": {n:1}}', 'no placeholder {n:1}'],
  ['POST /orders {"text": "a, b", "id": }', 'no JSON'],
  ['POST /orders {"id": "{uid}"}', 'no placeholder {uid}'],
  ['POST /orders {"{nn}": 1}', 'no placeholder {nn}'],
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

test('a placeholder that there is not is told from those that there are', () => {
  expect(() => parseRequestLine('GET /orders/{tokn}')).toThrow(
    expect.objectContaining({
      hint: expect.stringMatching(/^did you mean \{token\}\? There are \{n\}, .*\{owner\}; braces /),
    }),
  );
});

test('a placeholder in a text that there is not is told from those that there are, and how braces are sent', () => {
  expect(() => parseRequestLine('POST /orders {"id": "{uid}"}')).toThrow(
    expect.objectContaining({
      hint: expect.stringMatching(/^did you mean \{uuid\}\?.*; to send it as it stands, write \\u007buid\}$/),
    }),
  );
});
