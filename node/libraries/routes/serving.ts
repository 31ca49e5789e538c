/** A server that is a library itself. What it shares with the others is the SELECT behind GET /users/{id}. */
import pg from 'pg';
import type { ServingModule, Start, User } from '../library.ts';
import { required } from '../settings.ts';

const SELECT_USER = 'SELECT id, name, email, plan, country FROM duet.users WHERE id = $1';

export const start: Start<ServingModule> = async (library, settings, health) => {
  const { max } = settings.pool;
  const pool = new pg.Pool({ connectionString: required(settings, 'databaseUrl'), ...(max && { max }) });
  pool.on('error', () => {}); // an idle connection broke; the pool opens another

  async function readUser(id: number): Promise<User | undefined> {
    const { rows } = await pool.query<User>(SELECT_USER, [id]);
    return rows[0];
  }

  const served = await library.serve({ port: settings.port, health, readUser });
  return {
    port: served.port,
    async close() {
      await served.close();
      await pool.end();
    },
  };
};
