/** Pattern: reuse database connections instead of opening one per request. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type Static, Type } from 'typebox';
import { UserParams } from '../parameters.ts';
import { clientOptions } from '../plugins/pool.ts';
import { Problem } from '../problems.ts';
import { declareVariants } from '../variants.ts';

const Account = Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String(), plan: Type.String() });
type Account = Static<typeof Account>;

const SELECT_ACCOUNT = 'SELECT id, name, email, plan FROM duet.users WHERE id = $1';

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
/** One pool for the life of the service, bounded in connections and in waiting time. */
async function after(app: FastifyInstance, id: number): Promise<Account | undefined> {
  const { rows } = await app.pool.query<Account>(SELECT_ACCOUNT, [id]);
  return rows[0];
}
// #endregion

const variants = { before, after };

export const pooling: FastifyPluginAsyncTypebox = async (app) => {
  for (const [variant, findAccount] of Object.entries(variants)) {
    app.get(
      `/pooling/${variant}/users/:id`,
      { schema: { params: UserParams, response: { 200: Account } } },
      async ({ params }) => {
        const account = await findAccount(app, Number(params.id));
        if (account === undefined) throw new Problem('unknown-user', `there is no user ${Number(params.id)}`, 'id');
        return account;
      },
    );
  }
  declareVariants(app, 'GET', '/pooling/:variant/users/:id', variants);
};
