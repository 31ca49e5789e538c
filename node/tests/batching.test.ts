import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApp } from './test-app.ts';

interface Detail {
  id: number;
  tier: string;
  credit_cents: number;
}

interface Answered {
  status?: number;
  body: unknown;
}

/** What the external API does to the details that were asked for; undefined leaves the call unanswered. */
let answer: (details: Detail[]) => Answered | undefined | Promise<Answered>;

const upstream = createServer(async (request, response) => {
  const ids = await idsOf(request);
  const answered = await answer(ids.map((id) => ({ id, tier: 'gold', credit_cents: id * 10 })));
  if (answered === undefined) return;
  response.statusCode = answered.status ?? 200;
  response.end(JSON.stringify(answered.body));
});

async function idsOf(request: IncomingMessage): Promise<number[]> {
  if (request.method === 'GET') return [Number(request.url?.split('/').at(-1))];
  return JSON.parse(await text(request)).ids;
}

/** So many users there are. */
let known = 250;
const users = () => Array.from({ length: known }, (_, n) => ({ id: n + 1, name: `User ${n + 1}`, plan: 'pro' }));

let app: FastifyInstance;
/** The same, but it waits for the external API for a moment only. */
let impatient: FastifyInstance;
beforeAll(async () => {
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  const { port } = upstream.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  app = testApp({ UPSTREAM_URL: url });
  impatient = testApp({ UPSTREAM_URL: url, UPSTREAM_TIMEOUT_MS: '50' });
  for (const each of [app, impatient]) {
    await each.ready();
    each.pool.query = (async () => ({ rows: users() })) as never;
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
  ['after-best', 3, (details: Detail[]) => ({ body: { details: details.reverse() } })],
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

describe('after-best', () => {
  /** The first ids of the batches that were asked for, in their order. */
  let begun: number[];
  let underWay: { firstId: number; end: (answered?: Answered) => void }[];
  beforeEach(() => {
    known = 1_250;
    [begun, underWay] = [[], []];
    answer = (details) => {
      const firstId = details[0]?.id as number;
      begun.push(firstId);
      const { promise, resolve } = Promise.withResolvers<Answered>();
      underWay.push({ firstId, end: (answered = { body: { details } }) => resolve(answered) });
      return promise;
    };
  });
  afterEach(() => {
    known = 250;
  });
  const underWayIs = (count: number) => expect.poll(() => underWay.length).toBe(count);
  const endOf = (firstId: number) => underWay.find((call) => call.firstId === firstId)?.end as (a?: Answered) => void;

  test('has ten batches under way at once, and begins another when one ends', async () => {
    const enriching = enrich('after-best');
    await underWayIs(10);
    expect(begun).toEqual([1, 101, 201, 301, 401, 501, 601, 701, 801, 901]);
    endOf(301)();
    await expect.poll(() => begun.at(-1)).toBe(1_001);
    expect(begun).toHaveLength(11);
    answer = (details) => ({ body: { details } });
    for (const { end } of underWay) end();
    expect((await enriching).json()).toMatchObject({ count: 1_250, calls: 13 });
  });

  test('has no more batches under way than it may have connections', async () => {
    const narrow = testApp({ UPSTREAM_URL: app.settings.upstreamUrl, UPSTREAM_CONNECTIONS: '3' });
    await narrow.ready();
    narrow.pool.query = app.pool.query;
    const enriching = enrich('after-best', narrow);
    await underWayIs(3);
    answer = (details) => ({ body: { details } });
    for (const { end } of underWay) end();
    expect((await enriching).json()).toMatchObject({ count: 1_250, calls: 13 });
    await narrow.close();
  });

  test('after a failure begins no batch, and tells the failure that batches in a row would have met', async () => {
    const enriching = enrich('after-best');
    await underWayIs(10);
    for (const firstId of begun.toReversed()) endOf(firstId)({ status: firstId === 1 ? 429 : 500, body: {} });
    const response = await enriching;
    expect(response.statusCode).toBe(502);
    expect(response.json().detail).toBe('POST /details:batch for ids 1 to 100 answered 429');
    expect(begun).toHaveLength(10);
  });

  test('names the first user without details, as after does', async () => {
    answer = (details) => ({ body: { details: details.filter(({ id }) => id !== 705 && id !== 130) } });
    const [after, best] = [await enrich('after'), await enrich('after-best')];
    expect([best.statusCode, best.payload]).toEqual([after.statusCode, after.payload]);
    expect(best.json().detail).toBe('the answer has no details of user 130');
  });
});
