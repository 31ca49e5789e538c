/** Bad requests of fixtures/golden/refusals.json: the Python service is tested against the same table. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { GOLDEN, testApp } from './test-app.ts';

interface Refusal {
  name: string;
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** The body is filled up with spaces to this length. */
  pad_to?: number;
  chunked?: boolean;
  answer: { status: number };
}

const refusals: Refusal[] = JSON.parse(readFileSync(join(GOLDEN, 'refusals.json'), 'utf8'));
const app = testApp();
afterAll(() => app.close());

test.each(refusals)('$method $path: $name', async ({ method, path, headers = {}, body, pad_to, chunked, answer }) => {
  const text = body?.padEnd(pad_to ?? 0);
  const payload = chunked && text !== undefined ? Readable.from([text.slice(0, 1_000), text.slice(1_000)]) : text;
  const response = await app.inject({ method, url: path, headers, ...(payload === undefined ? {} : { payload }) });
  expect(response.json()).toEqual(answer);
  expect(response.statusCode).toBe(answer.status);
  expect(response.headers['content-type']).toBe('application/problem+json');
});

test('5.0 is the integer 5 in JSON', async () => {
  const headers = { 'content-type': 'application/json' };
  const response = await app.inject({ method: 'POST', url: '/workers/before', headers, payload: '{"size":5.0}' });
  expect(response.json()).toMatchObject({ size: 5, orders: 5 });
});

test.each(['pooling', 'parallel'])('without a database every variant of %s answers 503, each time', async (pattern) => {
  for (const variant of (await app.inject('/health')).json().variants[pattern]) {
    for (let attempt = 0; attempt < 2; attempt++) {
      const response = await app.inject(`/${pattern}/${variant}/users/1`);
      expect(response.json(), variant).toMatchObject({ type: 'urn:duet:problem:database-unavailable', status: 503 });
    }
  }
});

test('health, stats and light need no database', async () => {
  expect((await app.inject('/health')).json()).toMatchObject({ stack: 'node', processes: 1 });
  expect((await app.inject('/stats')).json()).toMatchObject({ pool: { max: 30 }, upstream_calls: 0 });
  expect((await app.inject('/light')).json()).toEqual({ ok: true });
});
