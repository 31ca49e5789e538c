/**
 * Bringing the tables of a side into the state in which those of the other side are, however long ago they were loaded:
 * vacuumed, analyzed, every table and index read once.
 */
import type pg from 'pg';
import { connectTo } from './database-client.ts';

/** Rows of a commit, or of its neighbours, that is not on disk yet are not marked as visible to all, whoever vacuums. */
export const SYNCHRONOUS = 'SET synchronous_commit = on';

/** What a larger database is read for is gone from memory before it is used. */
const MOST_READ_BYTES = 1e9;

/** @param schema whose tables are meant; by default those of all schemas but PostgreSQL's own. */
export async function warmTables(url: string, schema?: string): Promise<void> {
  const client = await connectTo(url);
  try {
    await client.query(SYNCHRONOUS);
    const tables = await ownTables(client, schema);
    for (const { name } of tables) await client.query(`VACUUM (ANALYZE) ${name}`);
    await readAll(client, tables);
  } finally {
    await client.end();
  }
}

/** Reads every table and index once. @param schema see warmTables. */
export async function readTables(url: string, schema?: string): Promise<void> {
  const client = await connectTo(url);
  try {
    await readAll(client, await ownTables(client, schema));
  } finally {
    await client.end();
  }
}

interface Table {
  name: string;
  oid: number;
  bytes: string;
}

/** Those that the role may read, partitions and materialized views included. */
async function ownTables(client: pg.Client, schema: string | undefined): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT oid, oid::regclass::text AS name, pg_total_relation_size(oid) AS bytes
     FROM pg_class
     WHERE relkind IN ('r', 'm') AND relpersistence <> 't' AND has_schema_privilege(relnamespace, 'USAGE')
       AND has_table_privilege(oid, 'SELECT')
       AND (relkind = 'r' OR relispopulated)
       AND CASE WHEN $1::text IS NULL
             THEN relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             ELSE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) END
     ORDER BY name`,
    [schema ?? null],
  );
  return rows;
}

async function readAll(client: pg.Client, tables: readonly Table[]): Promise<void> {
  if (tables.reduce((sum, { bytes }) => sum + Number(bytes), 0) > MOST_READ_BYTES) return;
  for (const { name } of tables) await client.query(`SELECT count(*) FROM ${name}`);
  // By its first column an index is found for this question, where a scan of the table is not wanted.
  const { rows } = await client.query<{ question: string }>(
    `SELECT format('SELECT count(*) FROM %s WHERE %s IS NOT NULL', indrelid::regclass, pg_get_indexdef(indexrelid, 1, true)) AS question
     FROM pg_index WHERE indrelid = ANY($1::oid[]) AND indisvalid AND indpred IS NULL ORDER BY 1`,
    [tables.map(({ oid }) => oid)],
  );
  await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  for (const { question } of rows) await client.query(question);
}
