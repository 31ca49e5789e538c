/** Loads the deterministic rows of fixtures/sql into the schema `duet`, once per version of those files. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { DuetError, EXIT, maskPasswords } from '../errors.ts';

const sql = ['schema.sql', 'data.sql']
  .map((name) => readFileSync(new URL(`../../fixtures/sql/${name}`, import.meta.url), 'utf8'))
  .join('\n');
const version = `duet fixtures ${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;

/** Any constant will do: it keeps two runs on one database from loading at the same time. */
const LOCK = 0x64756574;

/**
 * The comment on the schema says which fixtures it holds, so a shared database is loaded only when needed.
 * @throws DuetError when the role may not create the schema.
 */
export async function loadDataset(url: string): Promise<'loaded' | 'present'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks fails its query, too; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await client.query(
      "SELECT obj_description(to_regnamespace('duet')::oid, 'pg_namespace') AS version",
    );
    if (rows[0]?.version === version) {
      await client.query('COMMIT');
      return 'present';
    }
    await client.query(sql);
    await client.query(`COMMENT ON SCHEMA duet IS '${version}'`);
    await client.query('COMMIT');
    return 'loaded';
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new DuetError(`loading the fixtures into ${maskPasswords(url)} failed: ${(error as Error).message}`, {
      exitCode: EXIT.environment,
      hint: 'the role needs CREATE on the database; duet works only in its own schema "duet"',
      cause: error,
    });
  } finally {
    await client.end();
  }
}
