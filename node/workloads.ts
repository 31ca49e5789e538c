/** Workloads to size a pool under: they differ in what a request does while it holds a connection. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { UserParams, WorkQuery } from './parameters.ts';
import { SELECT_ORDERS, SELECT_REVIEWS } from './patterns/parallel.ts';
import { Account, SELECT_ACCOUNT } from './patterns/pooling.ts';
import { inTransaction } from './plugins/pool.ts';
import { Problem } from './problems.ts';

/** What a request asks of the database. */
interface Work {
  /** To be counted by the database: 0.12 µs of its CPU time each, on the machine where the default was chosen (3 ms). */
  rows: number;
  waitMs: number;
}

type Workload = (app: FastifyInstance, id: number, work: Work) => Promise<Account | undefined>;

// The subquery names no column, so the database runs it once; the comparison keeps it from being planned away.
const SELECT_COUNTED = `SELECT id, name, email, plan FROM duet.users
  WHERE id = $1 AND (SELECT count(*) FROM generate_series(1, $2)) = $2`;
const SELECT_SLOW = `SELECT id, name, email, plan
  FROM duet.users CROSS JOIN pg_sleep($2) WHERE id = $1`;
const SELECT_EXISTING = 'SELECT id FROM duet.users WHERE id = $1';

/** A short query that burns CPU time of the database. */
const cpu: Workload = async (app, id, { rows: work }) => {
  const { rows } = await app.pool.query<Account>(SELECT_COUNTED, [id, work]);
  return rows[0];
};

/** A query that waits in the database: for a lock, for a disk. */
const slow: Workload = async (app, id, { waitMs }) => {
  const { rows } = await app.pool.query<Account>(SELECT_SLOW, [id, waitMs / 1_000]);
  return rows[0];
};

/** A transaction that is held open while the external API is awaited: what exhausts pools most often. */
const hold: Workload = (app, id) =>
  inTransaction(app.pool, async (client) => {
    const { rowCount } = await client.query(SELECT_EXISTING, [id]);
    if (rowCount === 0) throw unknownUser(id);
    await app.upstream.detail(id);
    const { rows } = await client.query<Account>(SELECT_ACCOUNT, [id]);
    return rows[0];
  });

/** Three connections at once for one request. */
const fanout: Workload = async (app, id, { waitMs }) => {
  const values = [id, waitMs / 1_000];
  const [accounts] = await Promise.all([
    app.pool.query<Account>(SELECT_SLOW, values),
    app.pool.query(SELECT_ORDERS, values),
    app.pool.query(SELECT_REVIEWS, values),
  ]);
  return accounts.rows[0];
};

const MIXED = [cpu, slow, hold, fanout];

/** Each of them for a quarter of the users. */
const mix: Workload = (app, id, work) => (MIXED[id % MIXED.length] as Workload)(app, id, work);

const byName: Record<string, Workload> = { cpu, slow, hold, fanout, mix };

/** By the form in which its routes are written, the workloads that this service has. */
export const WORKLOADS = { async: Object.keys(byName) };

export const workloads: FastifyPluginAsyncTypebox = async (app) => {
  for (const [name, findAccount] of Object.entries(byName)) {
    app.get(
      `/workloads/async/${name}/users/:id`,
      { schema: { params: UserParams, querystring: WorkQuery, response: { 200: Account } } },
      async ({ params, query }) => {
        const id = Number(params.id);
        const account = await findAccount(app, id, { rows: Number(query.work), waitMs: Number(query.wait_ms) });
        if (account === undefined) throw unknownUser(id);
        return account;
      },
    );
  }
  app.route<{ Params: { form: string } }>({
    method: 'GET',
    url: '/workloads/:form/:workload/users/:id',
    onRequest: async ({ params: { form } }) => {
      throw Object.hasOwn(WORKLOADS, form) ? unknownWorkload() : unknownForm();
    },
    handler: async () => {},
  });
};

function unknownUser(id: number): Problem {
  return new Problem('unknown-user', `there is no user ${id}`, 'id');
}

function unknownWorkload(): Problem {
  return new Problem('unknown-variant', `the workloads are ${Object.keys(byName).join(', ')}`, 'workload');
}

/** The same words in both services. */
function unknownForm(): Problem {
  return new Problem('unknown-variant', 'the forms are async, def; GET /health names those of this service', 'form');
}
