/**
 * What PostgreSQL itself counts of the services' work: statements and new sessions. It is read on a session of our
 * own, which is open before anything is counted and whose statements, all on pg_stat_*, are left out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './postgres.ts';
import { trackStatements } from './statement-counts.ts';

export interface DatabaseCounts {
  /** Everything that our role ran in this database, BEGIN and the like included. */
  statements?: number;
  /** Of these, the ones on our own tables. */
  applicationStatements?: number;
  /** New sessions in this database; PostgreSQL counts them from version 14 on. */
  sessions?: number;
  /** New sessions that were still open at the end, a moment after the last answer. */
  sessionsLeft: number;
}

type Counters = Omit<DatabaseCounts, 'sessionsLeft'>;

export interface DatabaseObserver extends AsyncDisposable {
  /** Starts counting; the returned function says what was counted since. */
  start(): Promise<() => Promise<DatabaseCounts>>;
}

/** A backend ends, and hands in its counts, a moment after its client has gone. */
const LEAVING_MS = 1_000;

/** On a database that others use with the same role, their work is counted, too. */
export async function observeDatabase({ url, source, statementCounts }: Database): Promise<DatabaseObserver> {
  const client = new pg.Client({ connectionString: url, application_name: 'duet-observer' });
  // A connection that breaks fails its query, too; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  const view = 'view' in statementCounts ? statementCounts.view : undefined;
  const ours = source === 'embedded' && view !== undefined;
  if (ours) await trackStatements(client, true);

  const read = async (): Promise<Counters> => ({
    ...(await readSessions(client)),
    ...(view === undefined ? {} : await readStatements(client, view)),
  });
  return {
    async start() {
      const others = await countBackends(client);
      const since = await now(client);
      const before = await read();
      return async () => {
        const deadline = performance.now() + LEAVING_MS;
        while ((await countBackends(client)) > others && performance.now() < deadline) await sleep(5);
        return { ...difference(before, await read()), sessionsLeft: await countBackends(client, since) };
      };
    },
    async [Symbol.asyncDispose]() {
      if (ours) await trackStatements(client, false).catch(() => {});
      await client.end();
    },
  };
}

/** Sums over all statements, so that nobody's statistics need to be reset. */
async function readStatements(client: pg.Client, view: string): Promise<Counters> {
  const { rows } = await client.query(`
    SELECT coalesce(sum(calls), 0)::float8 AS statements,
           coalesce(sum(calls) FILTER (WHERE query LIKE '%FROM duet.%'), 0)::float8 AS application
    FROM ${view}
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND userid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND query NOT LIKE '%pg_stat_%'`);
  return { statements: rows[0].statements, applicationStatements: rows[0].application };
}

async function readSessions(client: pg.Client): Promise<Counters> {
  // As JSON, because before version 14 there is no such column.
  const { rows } = await client.query(
    "SELECT (to_jsonb(d) ->> 'sessions')::float8 AS sessions FROM pg_stat_database d WHERE datname = current_database()",
  );
  return rows[0].sessions === null ? {} : { sessions: rows[0].sessions };
}

/** @param since only those that began later. */
async function countBackends(client: pg.Client, since = '-infinity'): Promise<number> {
  const { rows } = await client.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND backend_start > $1`,
    [since],
  );
  return rows[0].n;
}

async function now(client: pg.Client): Promise<string> {
  const { rows } = await client.query('SELECT clock_timestamp()::text AS now');
  return rows[0].now;
}

function difference(before: Counters, after: Counters): Counters {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - (before[name as keyof Counters] ?? 0)]),
  );
}
