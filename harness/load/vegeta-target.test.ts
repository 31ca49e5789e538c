import { expect, test } from 'vitest';
import { vegetaTarget } from './vegeta-target.ts';

test('a request is a line with its method, URL, headers and body', () => {
  const request = { method: 'POST' as const, path: '/orders', headers: { 'x-shop': '7' }, body: { name: 'Zoë' } };
  const { body, ...rest } = JSON.parse(vegetaTarget('http://service:8080', request));
  expect(rest).toEqual({
    method: 'POST',
    url: 'http://service:8080/orders',
    header: { 'x-shop': ['7'], 'content-type': ['application/json'] },
  });
  expect(Buffer.from(body, 'base64').toString()).toBe('{"name":"Zoë"}');
});

test('without headers and body it has neither', () => {
  expect(JSON.parse(vegetaTarget('http://service:8080', { method: 'GET', path: '/light' }))).toEqual({
    method: 'GET',
    url: 'http://service:8080/light',
  });
});
