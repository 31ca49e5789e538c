/**
 * The upstream stub: the external API that the batching pattern calls, as a process of its own.
 *
 * A call takes `base + perItem x n` milliseconds. The defaults, 47.98 + 2.02 n, fit both times of the original document:
 * 50 ms for one user, 250 ms for a batch of 100. It can drop, reorder or fail items and limit the rate, all
 * from one seed. Settings come from the environment, so that the container needs no arguments.
 */
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { fraction, seededRandom, shuffle } from '../stats/random.ts';
import { requireToken } from './control-token.ts';
import { delay } from './delay.ts';
import { announceAndServe } from './serve.ts';

export interface UpstreamOptions {
  baseMs: number;
  perItemMs: number;
  /** Share of items left out of a batch's answer. */
  dropRate: number;
  /** Share of calls that fail with 500. */
  failRate: number;
  /** Answer batches in shuffled order. */
  reorder: boolean;
  /** Calls per second before 429 with Retry-After; 0 for no limit. */
  rateLimit: number;
  seed: number;
}

export const MAX_BATCH = 100;

/** A recording that nobody takes must not fill the memory. */
const MOST_RECORDED = 100_000;

/** A call that was answered, on the clock of performance.now(). */
export interface UpstreamCall {
  kind: 'single' | 'batch';
  /** Users that were asked for. */
  items: number;
  started_ms: number;
  answered_ms: number;
}

interface Tally {
  calls: number;
  items: number;
  /** Sum of the measured times from request to answer, so that limits use what really happened. */
  totalMs: number;
}

export interface UpstreamTally {
  single: Tally;
  batch: Tally;
  refused: number;
  /** Most calls of either kind under way at once. */
  atOnce: number;
  /** Connections on which a call came for the first time. */
  connections: number;
}

const idParams = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer', minimum: 1, maximum: 2_147_483_647 } },
} as const;
const batchBody = {
  type: 'object',
  required: ['ids'],
  additionalProperties: false,
  properties: { ids: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 1, maximum: 2_147_483_647 } } },
} as const;

const notNegative = { type: 'number', minimum: 0 } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const modelBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    baseMs: notNegative,
    perItemMs: notNegative,
    dropRate: share,
    failRate: share,
    reorder: { type: 'boolean' },
    rateLimit: notNegative,
    seed: { type: 'integer' },
  },
} as const;

/** What the upstream knows of a user: made from the id alone. */
export function detailsOf(id: number) {
  return {
    id,
    tier: ['bronze', 'silver', 'gold'][id % 3],
    credit_cents: (Math.imul(id, 0x9e3779b1) >>> 0) % 100_000,
  };
}

export function buildUpstream(initial: UpstreamOptions): FastifyInstance {
  const options = { ...initial };
  const app = fastify({ keepAliveTimeout: 75_000, forceCloseConnections: true });
  let random = seededRandom(options.seed);
  const tally: UpstreamTally = emptyTally();
  /** Nothing is kept before somebody asks for it: it would cost what is timed. */
  let recorded: UpstreamCall[] | undefined;
  let underWay = 0;
  let secondStarted = Number.NEGATIVE_INFINITY;
  let callsThisSecond = 0;
  const known = new WeakSet<Socket>();

  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith('/details')) return;
    if (!known.has(request.socket)) tally.connections++;
    known.add(request.socket);
    const now = performance.now();
    if (now - secondStarted >= 1_000) [secondStarted, callsThisSecond] = [now, 0];
    if (options.rateLimit > 0 && ++callsThisSecond > options.rateLimit) {
      tally.refused++;
      return reply.code(429).header('retry-after', '1').send({ error: 'rate limit' });
    }
    if (fraction(random) < options.failRate) return reply.code(500).send({ error: 'injected failure' });
  });

  app.get<{ Params: { id: number } }>('/details/:id', { schema: { params: idParams } }, async (request) =>
    answer('single', 1, () => detailsOf(request.params.id)),
  );

  app.post<{ Body: { ids: number[] } }>('/details::batch', { schema: { body: batchBody } }, async (request, reply) => {
    const { ids } = request.body;
    if (ids.length > MAX_BATCH) return reply.code(413).send({ error: `at most ${MAX_BATCH} ids in a batch` });
    return answer('batch', ids.length, () => {
      const details = ids.filter(() => fraction(random) >= options.dropRate).map(detailsOf);
      return { details: options.reorder ? shuffle(random, details) : details };
    });
  });

  app.get('/health', async () => ({ ok: true }));
  app.get('/stats', async () => tally);
  app.post('/reset', async () => Object.assign(tally, emptyTally()));
  app.post('/record', async () => {
    recorded = [];
    return {};
  });
  app.get('/calls', async () => {
    const calls = (recorded ?? []).toSorted((one, other) => one.started_ms - other.started_ms);
    recorded = undefined;
    return calls;
  });
  // As if it had been started with these; what is not named is as it was at the start.
  app.put<{ Body: Partial<UpstreamOptions> }>('/model', { schema: { body: modelBody } }, async (request) => {
    Object.assign(options, initial, request.body);
    random = seededRandom(options.seed);
    [secondStarted, callsThisSecond] = [Number.NEGATIVE_INFINITY, 0];
    return options;
  });

  async function answer<T>(kind: UpstreamCall['kind'], items: number, make: () => T): Promise<T> {
    const started_ms = performance.now();
    const ofKind = tally[kind];
    underWay++;
    tally.atOnce = Math.max(tally.atOnce, underWay);
    await delay(options.baseMs + options.perItemMs * items);
    underWay--;
    const answered_ms = performance.now();
    ofKind.calls++;
    ofKind.items += items;
    ofKind.totalMs += answered_ms - started_ms;
    if (recorded !== undefined && recorded.length < MOST_RECORDED) {
      recorded.push({ kind, items, started_ms, answered_ms });
    }
    return make();
  }
  return app;
}

function emptyTally(): UpstreamTally {
  const none = () => ({ calls: 0, items: 0, totalMs: 0 });
  return { single: none(), batch: none(), refused: 0, atOnce: 0, connections: 0 };
}

if (import.meta.main) {
  const number = (name: string, fallback: number) => Number(process.env[name] ?? fallback);
  const app = buildUpstream({
    baseMs: number('BASE_MS', 47.98),
    perItemMs: number('PER_ITEM_MS', 2.02),
    dropRate: number('DROP_RATE', 0),
    failRate: number('FAIL_RATE', 0),
    reorder: process.env.REORDER === '1',
    rateLimit: number('RATE_LIMIT', 0),
    seed: number('SEED', 1),
  });
  // What the services ask it, and whether it is up, which containers ask; how it is to behave is for the run alone.
  requireToken(app, ['/details/:id', '/details::batch', '/health']);
  await announceAndServe(app);
}
