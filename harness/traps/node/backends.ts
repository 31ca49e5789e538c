/** What PostgreSQL itself sees of a demonstration, asked on a session that is not counted. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const url = new URL(process.env.DATABASE_URL ?? '');
/** Whatever connects by that address bears this name. */
const ours = url.searchParams.get('application_name');
url.searchParams.set('application_name', 'duet-observer');
/** One session, opened at the first question. */
const observer = new pg.Pool({ connectionString: url.href, max: 1 });

/** Open sessions. One ends a moment after its client has gone, so two looks must agree. */
export async function sessions(): Promise<number> {
  let [seen, before] = [await count(), -1];
  while (seen !== before) {
    await sleep(100);
    [seen, before] = [await count(), seen];
  }
  return seen;
}

async function count(): Promise<number> {
  const { rows } = await observer.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1',
    [ours],
  );
  return rows[0]?.n ?? 0;
}

/** Statements that PostgreSQL is working on, of those that sleep. */
export async function sleeping(): Promise<number> {
  const { rows } = await observer.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE application_name = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`,
    [ours],
  );
  return rows[0]?.n ?? 0;
}

/** Ends every session, as a restart of the server does, or a firewall that forgets idle connections. */
export async function endSessions(): Promise<void> {
  await observer.query('SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE application_name = $1', [
    ours,
  ]);
}

/** How many connections each of so many pools may have: what an ordinary role can be given, less who is there. */
export async function fittingSize(pools: number): Promise<number> {
  const { rows } = await observer.query<{ size: number }>(
    `SELECT ((current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
              - current_setting('reserved_connections')::int - count(*)) / $1)::int AS size
     FROM pg_stat_activity WHERE backend_type = 'client backend'`,
    [pools],
  );
  return rows[0]?.size ?? 0;
}

/** Ends the observer's session, so that the process can end. */
export const stopObserving = () => observer.end();
