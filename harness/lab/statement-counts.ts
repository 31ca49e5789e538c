/**
 * Whether the server counts statements (the extension pg_stat_statements, which PostgreSQL ships). Our own server
 * is told to; a reader's server is left as it is.
 */
import type pg from 'pg';

/** The view to read, with its schema, or why there is none. */
export type StatementCounts = { view: string } | { missing: string };

/** Preloaded by our own server. */
export const STATEMENTS_LIBRARY = 'pg_stat_statements';

/** On our own server only. Counting begins with trackStatements(). */
export async function installStatementCounts(client: pg.Client): Promise<void> {
  await client.query(`CREATE EXTENSION IF NOT EXISTS ${STATEMENTS_LIBRARY}`);
  await trackStatements(client, false);
}

/** Counting costs the server CPU time, so it is off while anything is timed. Reaches open sessions, too. */
export async function trackStatements(client: pg.Client, on: boolean): Promise<void> {
  const track = on ? 'top' : 'none';
  await client.query(`ALTER SYSTEM SET pg_stat_statements.track = '${track}'`);
  await client.query('SELECT pg_reload_conf()');
  for (const deadline = performance.now() + 1_000; performance.now() < deadline; ) {
    const { rows } = await client.query('SHOW pg_stat_statements.track');
    if (rows[0]['pg_stat_statements.track'] === track) return;
  }
}

/**
 * @param ours whether trackStatements() may be used; a server that is not ours must be counting already.
 * @returns what is missing as a sentence for the report, where the server does not count.
 */
export async function findStatementCounts(client: pg.Client, ours: boolean): Promise<StatementCounts> {
  const missing = (why: string) => ({ missing: `statements per request: ${why}` });
  const { rows } = await client.query(
    'SELECT quote_ident(nspname) AS schema FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = $1',
    [STATEMENTS_LIBRARY],
  );
  if (rows.length === 0) return missing(`the database has no extension ${STATEMENTS_LIBRARY}`);
  const view = `${rows[0].schema}.${STATEMENTS_LIBRARY}`;
  try {
    await client.query(`SELECT FROM ${view} LIMIT 1`);
  } catch (error) {
    return missing((error as Error).message);
  }
  return ours || (await isCounting(client))
    ? { view }
    : missing('pg_stat_statements.track or track_utility is off on this server');
}

/** BEGIN and ROLLBACK, by which the drivers differ, are utility statements. */
async function isCounting(client: pg.Client): Promise<boolean> {
  const setting = (name: string) => `current_setting('pg_stat_statements.${name}')`;
  const { rows } = await client.query(
    `SELECT ${setting('track')} <> 'none' AND ${setting('track_utility')} = 'on' AS counting`,
  );
  return rows[0].counting;
}
