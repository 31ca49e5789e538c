/**
 * POST /batching {users}: as the contract answers, but for `calls`, which differ between libraries and which the external API
 * counts itself.
 */
import pg from 'pg';
import { frame, listen } from '../frame.ts';
import type { BatchingModule, Start } from '../library.ts';
import { required } from '../settings.ts';

interface User {
  id: number;
  name: string;
  plan: string;
}

const SELECT_USERS = 'SELECT id, name, plan FROM duet.users WHERE id <= $1 ORDER BY id';

export const start: Start<BatchingModule> = async (library, settings, health) => {
  const batching = await library.open(required(settings, 'upstreamUrl'));
  const pool = new pg.Pool({ connectionString: required(settings, 'databaseUrl') });
  pool.on('error', () => {}); // an idle connection broke; the pool opens another
  const app = frame(health);
  app.addHook('onClose', async () => {
    await batching.close();
    await pool.end();
  });

  app.post<{ Body: { users: number } }>('/batching', async ({ body }) => {
    const { rows } = await pool.query<User>(SELECT_USERS, [body.users]);
    const answers = await batching.enrich(rows.map(({ id }) => id));
    const details = new Map(answers.map((detail) => [detail.id, detail]));
    const users = rows.map((user) => {
      const detail = details.get(user.id);
      if (detail === undefined) throw new Error(`the answer has no details of user ${user.id}`);
      return { ...user, tier: detail.tier, credit_cents: detail.credit_cents };
    });
    const creditCents = users.reduce((total, user) => total + user.credit_cents, 0);
    return { count: users.length, credit_cents: creditCents, users };
  });
  return listen(app, settings.port);
};
