import { expect, test } from 'vitest';
import { headersOf, readHeaders as readWith, shownHeaders } from './headers.ts';
import type { Surroundings } from './request-placeholders.ts';

const around: Surroundings = { taken: ['token'], pick: () => ['de', 'fr'] };
const readHeaders = (given: Record<string, string>) => readWith(given, around);

test('names are equal in any case, and blanks around a value are no part of it', () => {
  expect(readHeaders({ Authorization: ' Bearer abc ', 'X-Tenant': 'blue' })).toEqual({
    authorization: 'Bearer abc',
    'x-tenant': 'blue',
  });
});

test.each<[Record<string, string>, string]>([
  [{ 'a b': 'x' }, '"a b" is not the name of a header'],
  [{ '': 'x' }, '"" is not the name'],
  [{ Host: 'elsewhere' }, 'duet sets host itself'],
  [{ 'Content-Type': 'text/plain' }, 'duet sets content-type itself'],
  [{ 'X-Key': 'two\r\nlines' }, 'the value of x-key cannot be sent'],
  [{ 'X-Key': 'Ω' }, 'the value of x-key cannot be sent'],
  [{ 'X-Key': 'a {uid}' }, 'x-key has an unknown placeholder'],
  [{ 'X-Key': '{pik:keys.txt}' }, 'x-key has an unknown placeholder'],
])('%j is refused', (headers, message) => expect(() => readHeaders(headers)).toThrow(message));

test('their values have the numbers of the request, the values of files, and what the first request gave', () => {
  const headers = readHeaders({
    ...{ 'Idempotency-Key': 'key-{n}', 'X-Request-Id': '{uuid}', 'X-Json': '{"a": 1}' },
    ...{ Authorization: 'Bearer {token}', 'Accept-Language': '{pick:languages.txt}' },
  });
  const numbers = { inLoad: 1, unique: 4711, uuid: 'a-b', taken: { token: 'abc' } };
  expect(headersOf(headers, around)(numbers)).toEqual({
    'idempotency-key': 'key-4711',
    'x-request-id': 'a-b',
    'x-json': '{"a": 1}',
    authorization: 'Bearer abc',
    'accept-language': 'fr',
  });
});

test('a value of a file that cannot be sent is refused', () => {
  expect(() => readWith({ 'X-Key': '{pick:keys.txt}' }, { taken: [], pick: () => ['a', 'Ω'] })).toThrow(
    'cannot be sent',
  );
});

test('a refusal does not show the value', () => {
  expect(() => readHeaders({ Authorization: 'geheim\n123' })).not.toThrow('geheim');
});

test('what is shown holds no secret', () => {
  const headers = { authorization: 'Bearer abc', cookie: 'session=abc', 'x-api-key': 'abc', accept: 'text/html' };
  expect(shownHeaders(headers)).toEqual({
    authorization: '***',
    cookie: '***',
    'x-api-key': '***',
    accept: 'text/html',
  });
});
