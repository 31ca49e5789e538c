import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp } from './test-app.ts';

interface Detail {
  id: number;
  tier: string;
  credit_cents: number;
}

/** What the external API does to the details that were asked for; undefined leaves the call unanswered. */
let answer: (details: Detail[]) => { status?: number; body: unknown } | undefined;

const upstream = createServer(async (request, response) => {
  const ids = await idsOf(request);
  const answered = answer(ids.map((id) => ({ id, tier: 'gold', credit_cents: id * 10 })));
  if (answered === undefined) return;
  response.statusCode = answered.status ?? 200;
  response.end(JSON.stringify(answered.body));
});

async function idsOf(request: IncomingMessage): Promise<number[]> {
  if (request.method === 'GET') return [Number(request.url?.split('/').at(-1))];
  return JSON.parse(await text(request)).ids;
}

let app: FastifyInstance;
/** The same, but it waits for the external API for a moment only. */
let impatient: FastifyInstance;
beforeAll(async () => {
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  const { port } = upstream.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  app = testApp({ UPSTREAM_URL: url });
  impatient = testApp({ UPSTREAM_URL: url, UPSTREAM_TIMEOUT_MS: '50' });
  const rows = Array.from({ length: 250 }, (_, index) => ({ id: index + 1, name: `User ${index + 1}`, plan: 'pro' }));
  for (const each of [app, impatient]) {
    await each.ready();
    each.pool.query = (async () => ({ rows })) as never;
  }
});
afterAll(async () => {
  await app.close();
  await impatient.close();
  upstream.closeAllConnections();
  upstream.close();
});

const enrich = (variant: string, from = app) =>
  from.inject({ method: 'POST', url: `/batching/${variant}`, payload: { users: 250 } });

describe.each([
  ['before', 250, (details: Detail[]) => ({ body: details[0] })],
  ['after', 3, (details: Detail[]) => ({ body: { details: details.reverse() } })],
] as const)('%s', (variant, calls, wellBehaved) => {
  test('gives each user the details of its id, in any order', async () => {
    answer = wellBehaved;
    const enriched = (await enrich(variant)).json();
    expect(enriched).toMatchObject({ count: 250, calls, credit_cents: 313_750 });
    expect(enriched.users.at(-1)).toEqual({
      id: 250,
      name: 'User 250',
      plan: 'pro',
      tier: 'gold',
      credit_cents: 2_500,
    });
  });

  test.each([
    ['an error', 502, 'upstream-failed', () => ({ status: 500, body: {} })],
    ['another shape', 502, 'upstream-failed', () => ({ body: { details: [{ id: '1' }] } })],
    [
      'details of another user',
      502,
      'upstream-failed',
      () => ({ body: { id: 0, tier: '', credit_cents: 0, details: [] } }),
    ],
  ])('%s is a problem', async (_what, status, kind, misbehave) => {
    answer = misbehave;
    const response = await enrich(variant);
    expect(response.statusCode).toBe(status);
    expect(response.json().type).toBe(`urn:duet:problem:${kind}`);
  });

  test('silence is a problem', async () => {
    answer = () => undefined;
    const response = await enrich(variant, impatient);
    expect(response.statusCode).toBe(504);
    expect(response.json().type).toBe('urn:duet:problem:upstream-timeout');
  });
});
