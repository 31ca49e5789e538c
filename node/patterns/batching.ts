/** Pattern: ask an external API for many items per call instead of one. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { UsersBody } from '../parameters.ts';
import type { Detail } from '../plugins/upstream.ts';
import { Problem } from '../problems.ts';
import { variantRoutes } from '../variants.ts';

const EnrichedUser = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  plan: Type.String(),
  tier: Type.String(),
  credit_cents: Type.Integer(),
});
const EnrichedUsers = Type.Object({
  count: Type.Integer(),
  calls: Type.Integer(),
  credit_cents: Type.Integer(),
  users: Type.Array(EnrichedUser),
});
type EnrichedUsers = Static<typeof EnrichedUsers>;

interface User {
  id: number;
  name: string;
  plan: string;
}

const SELECT_USERS = 'SELECT id, name, plan FROM duet.users WHERE id <= $1 ORDER BY id';
/** The most ids that the external API takes in one call. */
const BATCH_SIZE = 100;

// #region before
/** One call per user, one after the other. */
async function before(app: FastifyInstance, users: User[]): Promise<EnrichedUsers> {
  const details = new Map<number, Detail>();
  let calls = 0;
  for (const user of users) {
    details.set(user.id, await app.upstream.detail(user.id));
    calls++;
  }
  return enrich(users, details, calls);
}
// #endregion

// #region after
/** One call per 100 users; the answer may come in any order, so items are matched by id. */
async function after(app: FastifyInstance, users: User[]): Promise<EnrichedUsers> {
  const details = new Map<number, Detail>();
  let calls = 0;
  for (let start = 0; start < users.length; start += BATCH_SIZE) {
    const ids = users.slice(start, start + BATCH_SIZE).map((user) => user.id);
    for (const detail of await app.upstream.details(ids)) details.set(detail.id, detail);
    calls++;
  }
  return enrich(users, details, calls);
}
// #endregion

/** The most batches of one request that are under way at once. */
const BATCHES_AT_ONCE = 10;

// #region after-best
/**
 * The same calls, up to ten at once, and never more than there are connections: none waits for another's. After a failure no
 * call begins, and of several failures the one is told that calls in a row would have met.
 */
async function afterBest(app: FastifyInstance, users: User[]): Promise<EnrichedUsers> {
  const batches: number[][] = [];
  for (let start = 0; start < users.length; start += BATCH_SIZE) {
    batches.push(users.slice(start, start + BATCH_SIZE).map((user) => user.id));
  }
  const answers: Detail[][] = [];
  const failures = new Map<number, unknown>();
  const waiting = batches.entries(); // shared: each batch is taken once, in their order
  async function callNext(): Promise<void> {
    for (const [batch, ids] of waiting) {
      try {
        answers[batch] = await app.upstream.details(ids);
      } catch (error) {
        failures.set(batch, error);
      }
      if (failures.size > 0) return;
    }
  }
  const atOnce = Math.min(BATCHES_AT_ONCE, app.settings.upstreamConnections);
  await Promise.all(Array.from({ length: atOnce }, callNext));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return enrich(users, new Map(answers.flat().map((detail) => [detail.id, detail])), batches.length);
}
// #endregion

function enrich(users: User[], details: Map<number, Detail>, calls: number): EnrichedUsers {
  const enriched = users.map((user) => {
    const detail = details.get(user.id);
    if (detail === undefined) throw new Problem('upstream-failed', `the answer has no details of user ${user.id}`);
    return { ...user, tier: detail.tier, credit_cents: detail.credit_cents };
  });
  const creditCents = enriched.reduce((total, user) => total + user.credit_cents, 0);
  return { count: users.length, calls, credit_cents: creditCents, users: enriched };
}

export const batching: FastifyPluginAsyncTypebox = async (app) => {
  const variants = { before, after, 'after-best': afterBest };
  variantRoutes(app, 'POST', '/batching/:variant', { variants }, (url, enrichUsers) => {
    app.post(url, { schema: { body: UsersBody, response: { 200: EnrichedUsers } } }, async ({ body }) => {
      const { rows } = await app.pool.query<User>(SELECT_USERS, [body.users]);
      return enrichUsers(app, rows);
    });
  });
};
