/**
 * What PostgreSQL itself counts of the services' work: statements and new sessions. It is read on a session of our
 * own, which is open before anything is counted and whose statements, all on pg_stat_*, are left out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connectTo, OBSERVER } from './database-client.ts';
import type { Database } from './postgres.ts';
import { trackStatements } from './statement-counts.ts';

export interface DatabaseCounts {
  /** Everything that our role ran in this database, BEGIN and the like included. */
  statements?: number;
  /** Those of them that are on our own tables. */
  applicationStatements?: number;
  /** Blocks of tables, indexes and temporary files that these touched, in PostgreSQL's memory or not: 8 KiB each. */
  blocks?: number;
  /** New sessions in this database; PostgreSQL counts them from version 14 on. */
  sessions?: number;
  /** New sessions that were still open at the end, a moment after the last answer. */
  sessionsLeft: number;
}

type Counters = Omit<DatabaseCounts, 'sessionsLeft'>;

export interface DatabaseObserver extends AsyncDisposable {
  /**
   * Starts counting; the returned function says what was counted since.
   * @param name of the database on this server whose work is counted; that of the observer by default.
   */
  start(name?: string): Promise<() => Promise<DatabaseCounts>>;
}

/** A backend ends, and hands in its counts, a moment after its client has gone. */
const LEAVING_MS = 1_000;

/**
 * Which statements are those that the code shows. Of duet's own services they are on the tables in the schema `duet`; of a
 * reader's all but those with which a driver or a pool goes about its connections.
 */
const OF_THE_APPLICATION = {
  duet: "query LIKE '%FROM duet.%'",
  reader:
    "query !~* '^\\s*(begin|start transaction|commit|rollback|savepoint|release|set|reset|show|discard|deallocate|listen|unlisten)\\M'",
};

/** On a database that others use with the same role, their work is counted, too. */
export async function observeDatabase(
  { url, source, statementCounts }: Pick<Database, 'url' | 'source' | 'statementCounts'>,
  whose: keyof typeof OF_THE_APPLICATION = 'duet',
): Promise<DatabaseObserver> {
  const client = await connectTo(url, OBSERVER);
  const view = 'view' in statementCounts ? statementCounts.view : undefined;
  const ours = source === 'embedded' && view !== undefined;
  if (ours) await trackStatements(client, true);

  const read = async (name: string | undefined): Promise<Counters> => ({
    ...(await readSessions(client, name)),
    ...(view === undefined ? {} : await readStatements(client, view, name, OF_THE_APPLICATION[whose])),
  });
  return {
    async start(name) {
      const others = await countBackends(client, name);
      const since = await now(client);
      const before = await read(name);
      return async () => {
        const deadline = performance.now() + LEAVING_MS;
        while ((await countBackends(client, name)) > others && performance.now() < deadline) await sleep(5);
        return { ...difference(before, await read(name)), sessionsLeft: await countBackends(client, name, since) };
      };
    },
    async [Symbol.asyncDispose]() {
      if (ours) await trackStatements(client, false).catch(() => {});
      await client.end();
    },
  };
}

/** All of these views are of the whole server, and name the database. */
const WATCHED = 'coalesce($1, current_database())';

/** Sums over all statements, so that nobody's statistics need to be reset. */
async function readStatements(
  client: pg.Client,
  view: string,
  name: string | undefined,
  ofTheApplication: string,
): Promise<Counters> {
  const { rows } = await client.query(
    `SELECT coalesce(sum(calls), 0)::float8 AS statements,
            coalesce(sum(calls) FILTER (WHERE application), 0)::float8 AS "applicationStatements",
            coalesce(sum(blocks) FILTER (WHERE application), 0)::float8 AS blocks
     FROM (SELECT calls, ${ofTheApplication} AS application,
                  shared_blks_hit + shared_blks_read + local_blks_hit + local_blks_read
                    + temp_blks_read + temp_blks_written AS blocks
           FROM ${view}
           WHERE dbid = (SELECT oid FROM pg_database WHERE datname = ${WATCHED})
             AND userid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
             AND query NOT LIKE '%pg_stat_%') AS ours`,
    [name],
  );
  return rows[0];
}

async function readSessions(client: pg.Client, name: string | undefined): Promise<Counters> {
  // As JSON, because before version 14 there is no such column.
  const { rows } = await client.query(
    `SELECT (to_jsonb(d) ->> 'sessions')::float8 AS sessions FROM pg_stat_database d WHERE datname = ${WATCHED}`,
    [name],
  );
  return rows[0].sessions === null ? {} : { sessions: rows[0].sessions };
}

/** @param since only those that began later. */
async function countBackends(client: pg.Client, name: string | undefined, since = '-infinity'): Promise<number> {
  const { rows } = await client.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = ${WATCHED} AND backend_type = 'client backend' AND backend_start > $2`,
    [name, since],
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
