import fastify from 'fastify';
import { expect, test } from 'vitest';
import { bearing, requireToken } from './control-token.ts';

async function statusOf(url: string, headers: Record<string, string>, token: string): Promise<number> {
  const app = fastify();
  app.get('/details/:id', async () => 'what anybody may know');
  app.get('/counts', async () => 'what only the run may know');
  requireToken(app, ['/details/:id'], token);
  return (await app.inject({ url, headers })).statusCode;
}

test.for([
  { url: '/counts', headers: {}, expected: 401 },
  { url: '/counts', headers: { authorization: 'Bearer other' }, expected: 401 },
  { url: '/counts', headers: { authorization: 'right' }, expected: 401 },
  { url: '/nowhere', headers: {}, expected: 401 },
  { url: '/details/1/counts', headers: {}, expected: 401 },
  { url: '/counts?/details/', headers: {}, expected: 401 },
  { url: '/counts', headers: bearing('right'), expected: 200 },
  { url: '/details/1', headers: {}, expected: 200 },
])('$url with $headers answers $expected', async ({ url, headers, expected }) => {
  expect(await statusOf(url, headers as Record<string, string>, 'right')).toBe(expected);
});

test('without a token there is no way in', async () => {
  expect(await statusOf('/counts', bearing(''), '')).toBe(401);
  expect(await statusOf('/counts', {}, '')).toBe(401);
});
