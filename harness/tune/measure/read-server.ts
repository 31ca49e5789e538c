/** How many connections a PostgreSQL can give, and how many are taken. */
import type pg from 'pg';
import { connectTo } from '../../lab/database-client.ts';
import type { ServerConnections } from '../advice/connection-budget.ts';

export interface Server extends ServerConnections {
  /** The shortest of a few, from this machine: a service that runs beside duet has the same. */
  roundTripMs: number;
}

const ROUND_TRIPS = 10;

/**
 * Client sessions of all databases count as open; the one that asks is among them, and stands for the one that will watch.
 * @param ownsDatabase whether the service runs already, and the sessions of this database are its own.
 * @throws what pg throws when the server does not answer.
 */
export async function readServer(url: string, { ownsDatabase = false } = {}): Promise<Server> {
  const client = await connectTo(url, { application_name: 'duet-observer' });
  try {
    const { rows } = await client.query(
      `
      SELECT current_setting('max_connections')::int AS max,
             current_setting('superuser_reserved_connections')::int
               + coalesce(current_setting('reserved_connections', true), '0')::int AS reserved,
             (SELECT count(*)::int FROM pg_stat_activity
              WHERE datid IS NOT NULL AND (NOT $1 OR datname <> current_database() OR pid = pg_backend_pid())
                -- Of other roles' sessions an ordinary role sees no type.
                AND coalesce(backend_type, 'client backend') = 'client backend') AS open`,
      [ownsDatabase],
    );
    const roundTripMs = await roundTrip(client);
    return { maxConnections: rows[0].max, reserved: rows[0].reserved, open: rows[0].open, roundTripMs };
  } finally {
    await client.end();
  }
}

async function roundTrip(client: pg.Client): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < ROUND_TRIPS; n++) {
    const startedMs = performance.now();
    await client.query('SELECT 1');
    times.push(performance.now() - startedMs);
  }
  return Math.min(...times);
}
