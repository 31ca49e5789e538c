/** How many connections a PostgreSQL can give, and how many are taken. */
import pg from 'pg';
import type { ServerConnections } from '../advice/connection-budget.ts';

/**
 * Client sessions of all databases count as open; the one that asks is among them, and stands for the one that will watch.
 * @throws what pg throws when the server does not answer.
 */
export async function readServer(url: string): Promise<ServerConnections> {
  const client = new pg.Client({ connectionString: url, application_name: 'duet-observer' });
  // A connection that breaks fails its query, too; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(`
      SELECT current_setting('max_connections')::int AS max,
             current_setting('superuser_reserved_connections')::int
               + coalesce(current_setting('reserved_connections', true), '0')::int AS reserved,
             (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS open`);
    return { maxConnections: rows[0].max, reserved: rows[0].reserved, open: rows[0].open };
  } finally {
    await client.end();
  }
}
