/** Both services keep the same limits, and say in the same way when a limit or the world outside stopped them. */
import { createServer, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildUpstream, type UpstreamOptions } from '../../lab/upstream.ts';
import { STACKS } from '../../results/schema.ts';
import { type Answer, ask, type Question } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { endpointOf, validatorOf } from './contract.ts';
import { holdTables } from './held-tables.ts';

const UPSTREAM_CONNECTIONS = 4;
const POOL_TIMEOUT_MS = 300;
const UPSTREAM_TIMEOUT_MS = 600;
/** The delay of a call that nobody waits for to its end. */
const FOREVER_MS = 600_000;

let around: Surroundings;
let both: Both;
const upstreams = { node: openSwitchedUpstream(), python: openSwitchedUpstream() };
beforeAll(async () => {
  vi.stubEnv('POOL_SIZE', '1');
  vi.stubEnv('MAX_OVERFLOW', '0');
  vi.stubEnv('POOL_TIMEOUT_MS', String(POOL_TIMEOUT_MS));
  vi.stubEnv('UPSTREAM_CONNECTIONS', String(UPSTREAM_CONNECTIONS));
  vi.stubEnv('UPSTREAM_TIMEOUT_MS', String(UPSTREAM_TIMEOUT_MS));
  around = await openSurroundings('limits');
  const urls = { node: await upstreams.node.listen(), python: await upstreams.python.listen() };
  both = await startBoth(around, (stack) => ({ upstreamUrl: urls[stack] }));
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
  for (const upstream of Object.values(upstreams)) await upstream.close();
  vi.unstubAllEnvs();
});

describe.each(STACKS)('%s', (stack) => {
  const upstream = upstreams[stack];
  const send = (question: Question) => ask(both[stack].url, question);
  const enrich = (variant: string, users: number) =>
    send({
      method: 'POST',
      path: `/batching/${variant}`,
      body: JSON.stringify({ users }),
      headers: { 'content-type': 'application/json' },
    });
  const profile = (variant: string) => send({ method: 'GET', path: `/parallel/${variant}/users/1` });

  const poolStats = async () => JSON.parse((await send({ method: 'GET', path: '/stats' })).text).pool;
  const inUse = async () => (await poolStats()).in_use;

  afterEach(() => expect(both[stack].death()).toBeUndefined());

  describe('the pool', () => {
    test('exhausted for longer than its timeout answers 503 with Retry-After', async () => {
      await using held = await holdTables(around);
      const holder = profile('before');
      await expect.poll(inUse).toBe(1);
      const refused = await profile('before');
      expectProblem(refused, 503, 'pool-timeout');
      expect(refused.retryAfter).toBe('1');
      await held.release();
      expect((await holder).status).toBe(200);
    });

    test('too small for the fan-out of one request fails it, and recovers', async () => {
      await using held = await holdTables(around);
      expectProblem(await profile('after'), 503, 'pool-timeout');
      await held.release();
      // The query that holds the only connection may still run.
      await expect.poll(async () => (await profile('after')).status).toBe(200);
    });

    test('never opens more than its limit', async () => {
      await Promise.all(Array.from({ length: 10 }, () => profile('before')));
      const pool = await poolStats();
      expect(pool.max).toBe(1);
      // Python has a pool for each of its two engines.
      expect(pool.size).toBeLessThanOrEqual(stack === 'node' ? 1 : 2);
    });
  });

  describe('the external API', () => {
    test('meets no more connections than allowed', async () => {
      await upstream.behave({ baseMs: 50 });
      const statuses: number[] = [];
      const askTwelve = async () => {
        const answers = await Promise.all(Array.from({ length: 12 }, () => enrich('before', 1)));
        statuses.push(...answers.map(({ status }) => status));
        return upstream.mostOpen();
      };
      await expect.poll(askTwelve).toBe(UPSTREAM_CONNECTIONS);
      // The others wait for their turn: on a busy machine for longer than a timeout, of the pool or of the API.
      expect(statuses.filter((status) => ![200, 503, 504].includes(status))).toEqual([]);
      expect(statuses).toContain(200);
    });

    test.each(['before', 'after', 'after-best'])('that fails makes %s answer 502', async (variant) => {
      await upstream.behave({ failRate: 1 });
      expectProblem(await enrich(variant, 3), 502, 'upstream-failed');
    });

    test.each(['after', 'after-best'])(
      'that leaves items out of a batch of %s answers 502, naming the first',
      async (variant) => {
        await upstream.behave({ dropRate: 1 });
        const answer = await enrich(variant, 3);
        expectProblem(answer, 502, 'upstream-failed');
        expect(JSON.parse(answer.text).detail).toContain('user 1');
      },
    );

    test('that limits the rate answers 502', async () => {
      await upstream.behave({ rateLimit: 2 });
      expectProblem(await enrich('before', 10), 502, 'upstream-failed');
    });

    test.each(['before', 'after', 'after-best'])('that takes too long makes %s answer 504', async (variant) => {
      await upstream.behave({ baseMs: FOREVER_MS });
      expectProblem(await enrich(variant, 2), 504, 'upstream-timeout');
    });

    test('that answers in another order changes nothing', async () => {
      await upstream.behave({});
      const inOrder = await enrich('after', 150);
      await upstream.behave({ reorder: true });
      for (const variant of ['after', 'after-best']) expect(await enrich(variant, 150)).toEqual(inOrder);
      expect(inOrder.status).toBe(200);
    });
  });
});

test.each(['after', 'after-best'])('both give the same words to the same failure of %s', async (variant) => {
  for (const behaviour of [{ failRate: 1 }, { dropRate: 1 }, { baseMs: FOREVER_MS }]) {
    for (const upstream of Object.values(upstreams)) await upstream.behave(behaviour);
    const [node, python] = await Promise.all(
      STACKS.map((stack) =>
        ask(both[stack].url, {
          method: 'POST',
          path: `/batching/${variant}`,
          body: '{"users":250}',
          headers: { 'content-type': 'application/json' },
        }),
      ),
    );
    expect(JSON.parse(python?.text ?? '')).toEqual(JSON.parse(node?.text ?? ''));
  }
});

function expectProblem({ status, media, text }: Answer, expected: number, kind: string): void {
  expect(JSON.parse(text)).toMatchObject({ status: expected, type: `urn:duet:problem:${kind}` });
  expect(status).toBe(expected);
  const endpoint =
    kind === 'pool-timeout' ? endpointOf('GET', '/parallel/after/users/1') : endpointOf('POST', '/batching/after');
  const documented = endpoint?.responses[status];
  expect(documented?.description).toContain(kind);
  const validate = validatorOf(documented?.content[media ?? '']?.schema ?? { not: {} });
  validate(JSON.parse(text));
  expect(validate.errors).toBeNull();
}

/** The upstream stub in this process, at one address, with a behaviour that a test may change. */
function openSwitchedUpstream() {
  let current: FastifyInstance;
  let open = 0;
  let most = 0;
  const server: Server = createServer((request, response) => current.routing(request, response));
  server.on('connection', (socket) => {
    most = Math.max(most, ++open);
    socket.on('close', () => open--);
  });
  const quiet = { baseMs: 1, perItemMs: 0, dropRate: 0, failRate: 0, reorder: false, rateLimit: 0, seed: 7 };
  return {
    async behave(changes: Partial<UpstreamOptions>): Promise<void> {
      current = buildUpstream({ ...quiet, ...changes });
      await current.ready();
      most = open;
    },
    /** Connections open at the same time since the last change. */
    mostOpen: () => most,
    async listen(): Promise<string> {
      await this.behave({});
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
