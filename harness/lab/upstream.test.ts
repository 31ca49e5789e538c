import { Agent, get } from 'node:http';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { buildUpstream, detailsOf, MAX_BATCH, type UpstreamCall, type UpstreamOptions } from './upstream.ts';

const quiet: UpstreamOptions = {
  baseMs: 0,
  perItemMs: 0,
  dropRate: 0,
  failRate: 0,
  reorder: false,
  rateLimit: 0,
  seed: 1,
};
const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

function stub(changes: Partial<UpstreamOptions> = {}) {
  const app = buildUpstream({ ...quiet, ...changes });
  apps.push(app);
  return {
    app,
    single: (id: number | string) => app.inject({ method: 'GET', url: `/details/${id}` }),
    batch: (ids: unknown) => app.inject({ method: 'POST', url: '/details:batch', payload: { ids } }),
    stats: async () => (await app.inject('/stats')).json(),
  };
}
const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const idsOf = (answer: { json(): unknown }) =>
  (answer.json() as { details: { id: number }[] }).details.map(({ id }) => id);

test('one item and a batch say the same of a user', async () => {
  const { single, batch } = stub();
  expect((await single(7)).json()).toEqual(detailsOf(7));
  expect((await batch([7, 8])).json()).toEqual({ details: [detailsOf(7), detailsOf(8)] });
});

test('what it knows of a user is fixed and within bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (id) => {
      expect(detailsOf(id)).toEqual(detailsOf(id));
      const { tier, credit_cents } = detailsOf(id);
      expect(['bronze', 'silver', 'gold']).toContain(tier);
      expect(Number.isInteger(credit_cents) && credit_cents >= 0 && credit_cents < 100_000).toBe(true);
    }),
  );
});

test('a connection counts when it first asks for details, and not again', async () => {
  const { app, stats } = stub();
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const one = connectedTo(url);
  const other = connectedTo(url);
  for (const client of [one, other]) await client('/health');
  expect((await stats()).connections).toBe(0);
  for (const client of [one, one, other]) await client('/details/7');
  expect((await stats()).connections).toBe(2);
  await app.inject({ method: 'POST', url: '/reset' });
  await one('/details/7');
  expect((await stats()).connections).toBe(0);
});

/** Sends requests on one connection that is kept. */
function connectedTo(url: string): (path: string) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (path) =>
    new Promise((resolve, reject) => {
      get(`${url}${path}`, { agent }, (answer) => answer.resume().once('end', () => resolve())).once('error', reject);
    });
}

test('calls, items and measured times are counted apart', async () => {
  const { single, batch, stats, app } = stub({ baseMs: 20, perItemMs: 1 });
  await single(1);
  await single(2);
  await batch(range(30));
  const { single: singles, batch: batches, refused } = await stats();
  expect({ ...singles, totalMs: 0 }).toEqual({ calls: 2, items: 2, totalMs: 0 });
  expect({ ...batches, totalMs: 0 }).toEqual({ calls: 1, items: 30, totalMs: 0 });
  expect(refused).toBe(0);
  expect(singles.totalMs).toBeGreaterThanOrEqual(2 * 21);
  expect(batches.totalMs).toBeGreaterThanOrEqual(50);
  expect(batches.totalMs).toBeLessThan(5_000);
  await app.inject({ method: 'POST', url: '/reset' });
  expect((await stats()).single).toEqual({ calls: 0, items: 0, totalMs: 0 });
});

test('calls are recorded from when somebody asks for it until they are taken', async () => {
  const { single, batch, app } = stub({ baseMs: 5 });
  const calls = async () => (await app.inject('/calls')).json() as UpstreamCall[];
  await single(1);
  expect(await calls()).toEqual([]);
  await app.inject({ method: 'POST', url: '/record' });
  await Promise.all([batch(range(3)), batch(range(4))]);
  await single(1);
  const recorded = await calls();
  expect(recorded.map(({ kind, items }) => [kind, items])).toEqual([
    ['batch', expect.any(Number)],
    ['batch', expect.any(Number)],
    ['single', 1],
  ]);
  const [one, other, last] = recorded as [UpstreamCall, UpstreamCall, UpstreamCall];
  expect(other.started_ms).toBeLessThan(one.answered_ms);
  expect(last.started_ms).toBeGreaterThan(other.answered_ms);
  await single(1);
  expect(await calls()).toEqual([]);
});

test('a call takes at least base + n x per item, also after the model has changed', async () => {
  // What it had at first would outlast the test.
  const { batch, app } = stub({ baseMs: 60_000 });
  await app.inject({ method: 'PUT', url: '/model', payload: { baseMs: 10, perItemMs: 2 } });
  const started = performance.now();
  await batch(range(20));
  expect(performance.now() - started).toBeGreaterThanOrEqual(50);
});

test('another model begins anew: the seed, the second of the rate, and what it does not name', async () => {
  const { single, batch, app } = stub({ rateLimit: 1, seed: 5 });
  const set = (payload: Partial<UpstreamOptions>) => app.inject({ method: 'PUT', url: '/model', payload });
  await single(1);
  await set({ dropRate: 0.3 });
  const dropped = idsOf(await batch(range(100)));
  expect(dropped.length).toBeLessThan(100);
  await set({ dropRate: 0.3 });
  expect(idsOf(await batch(range(100)))).toEqual(dropped);
  await set({});
  expect(idsOf(await batch(range(100)))).toEqual(range(100));
  expect((await batch([1])).statusCode).toBe(429);
  expect((await set({ dropRate: 2 })).statusCode).toBe(400);
});

describe('limits', () => {
  test(`a batch holds at most ${MAX_BATCH} ids`, async () => {
    const { batch, stats } = stub();
    expect((await batch(range(MAX_BATCH))).statusCode).toBe(200);
    expect((await batch(range(MAX_BATCH + 1))).statusCode).toBe(413);
    expect((await stats()).batch.calls).toBe(1);
  });

  test.each([['0'], ['-1'], ['x'], ['2147483648'], ['1.5']])('id %s is refused', async (id) => {
    expect((await stub().single(id)).statusCode).toBe(400);
  });

  test.each([[[]], [[0]], [['x']], [null], [undefined]])('a batch of %j is refused', async (ids) => {
    expect((await stub().batch(ids)).statusCode).toBe(400);
  });

  test('above the rate it answers 429 with Retry-After and counts the refusals', async () => {
    const { single, stats } = stub({ rateLimit: 3 });
    const answers = [];
    for (let id = 1; id <= 5; id++) answers.push(await single(id));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429, 429]);
    expect(answers[4]?.headers['retry-after']).toBe('1');
    expect(await stats()).toMatchObject({ refused: 2, single: { calls: 3 } });
  });
});

describe('faults', () => {
  test('dropped items are the same for the same seed and others for another', async () => {
    const drops = async (seed: number) => idsOf(await stub({ dropRate: 0.3, seed }).batch(range(100)));
    const first = await drops(5);
    expect(await drops(5)).toEqual(first);
    expect(await drops(6)).not.toEqual(first);
    expect(first.length).toBeGreaterThan(40);
    expect(first.length).toBeLessThan(95);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
  });

  test('a reordered batch holds the same items in another order', async () => {
    const ids = idsOf(await stub({ reorder: true }).batch(range(100)));
    expect(ids).not.toEqual(range(100));
    expect(ids.toSorted((a, b) => a - b)).toEqual(range(100));
  });

  test('failures answer 500 for their share of the calls, from the seed', async () => {
    const statuses = async (failRate: number) => {
      const { single } = stub({ failRate });
      const all = [];
      for (const id of range(60)) all.push((await single(id)).statusCode);
      return all;
    };
    expect(new Set(await statuses(1))).toEqual(new Set([500]));
    const some = await statuses(0.5);
    expect(new Set(some)).toEqual(new Set([200, 500]));
    expect(await statuses(0.5)).toEqual(some);
  });
});
