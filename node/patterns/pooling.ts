/** Pattern: reuse database connections instead of opening one per request. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type Static, Type } from 'typebox';
import { UserParams } from '../parameters.ts';
import { clientOptions, poolWith } from '../plugins/pool.ts';
import { Problem } from '../problems.ts';
import { variantRoutes } from '../variants.ts';

export const Account = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: Type.String(),
  plan: Type.String(),
});
export type Account = Static<typeof Account>;

export const SELECT_ACCOUNT = 'SELECT id, name, email, plan FROM duet.users WHERE id = $1';

// #region before
/** A connection per request: TCP, authentication and teardown for one SELECT. */
async function before(app: FastifyInstance, id: number): Promise<Account | undefined> {
  const client = new pg.Client(clientOptions(app.settings));
  client.on('error', () => {}); // the query rejects with it; unheard it would end the process
  try {
    await client.connect();
    app.databaseCounts.connectionsOpened++;
    const { rows } = await client.query<Account>(SELECT_ACCOUNT, [id]);
    return rows[0];
  } finally {
    await client.end();
  }
}
// #endregion

// #region after
/** One pool for the lifetime of the service, bounded in connections and in waiting time. */
async function after(app: FastifyInstance, id: number): Promise<Account | undefined> {
  const { rows } = await app.pool.query<Account>(SELECT_ACCOUNT, [id]);
  return rows[0];
}
// #endregion

// #region after-best
/**
 * The pool, and a name for the statement: each connection has it parsed and planned once. A name belongs to one text, and
 * a pooler in transaction mode has to know of prepared statements.
 */
async function afterBest(app: FastifyInstance, id: number): Promise<Account | undefined> {
  const { rows } = await app.pool.query<Account>({ name: 'account', text: SELECT_ACCOUNT, values: [id] });
  return rows[0];
}
// #endregion

type FindAccount = (id: number) => Promise<Account | undefined>;

// #region after-max-uses
/**
 * A pool that replaces a connection after its fifth query, so that none grows old: a backend keeps what it has cached, and
 * a client that stays connected never meets a new server behind a balancer. Five, so that it shows here; else thousands.
 */
function afterMaxUses(app: FastifyInstance): FindAccount {
  const pool = poolWith(app, { maxUses: 5 });
  return async (id) => {
    const { rows } = await pool.query<Account>(SELECT_ACCOUNT, [id]);
    return rows[0];
  };
}
// #endregion

// #region after-pipeline
/**
 * One connection for all requests. With `pipeline` a query is sent while earlier ones are under way, and the answers come
 * in the order of the queries: no pool to size and nobody waits for a connection, but a slow query holds up all that
 * follow. For single statements only: between BEGIN and COMMIT the queries of other requests would run, too.
 */
function afterPipeline(app: FastifyInstance): FindAccount {
  let shared: Promise<pg.Client> | undefined;
  function open(): Promise<pg.Client> {
    const client = new pg.Client({ ...clientOptions(app.settings), pipeline: true });
    const opening = client.connect().then(() => {
      app.databaseCounts.connectionsOpened++;
      return client;
    });
    // When it breaks, queries under way reject, and the next one opens another connection.
    const forget = () => {
      if (shared === opening) shared = undefined;
    };
    client.on('error', forget).on('end', forget);
    opening.catch(forget);
    return opening;
  }
  app.addHook('onClose', async () => (await shared?.catch(() => undefined))?.end());
  return async (id) => {
    shared ??= open();
    const { rows } = await (await shared).query<Account>(SELECT_ACCOUNT, [id]);
    return rows[0];
  };
}
// #endregion

export const pooling: FastifyPluginAsyncTypebox = async (app) => {
  const variants: Record<string, FindAccount> = {
    before: (id) => before(app, id),
    after: (id) => after(app, id),
    'after-best': (id) => afterBest(app, id),
  };
  const own = { 'after-max-uses': afterMaxUses(app), 'after-pipeline': afterPipeline(app) };
  variantRoutes(app, 'GET', '/pooling/:variant/users/:id', { variants, own }, (url, findAccount) => {
    app.get(url, { schema: { params: UserParams, response: { 200: Account } } }, async ({ params }) => {
      const account = await findAccount(Number(params.id));
      if (account === undefined) throw new Problem('unknown-user', `there is no user ${Number(params.id)}`, 'id');
      return account;
    });
  });
};
