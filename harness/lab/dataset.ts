/** Loads the deterministic rows of fixtures/sql into the schema `duet`, once per version of those files. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { isLost } from '../database-errors.ts';
import { DuetError, EXIT } from '../errors.ts';
import type { SideName } from '../results/schema.ts';
import { shownDatabase } from '../secrets.ts';
import { connectTo } from './database-client.ts';
import { repositoryRoot } from './source.ts';
import { SYNCHRONOUS } from './warm-tables.ts';

/** The tables of one checkout. */
export interface Dataset {
  /** Whose checkout it is; undefined for this one, outside of a diff. */
  side?: SideName;
  sql: string;
  /** Names the SQL: equal SQL has an equal version. */
  version: string;
}

const FOLDER = 'fixtures/sql';
const FILES = ['schema.sql', 'data.sql'];
const OWN_HINT = 'the role needs CREATE on the database; duet works only in its own schema "duet"';

/** What to do, by the code of PostgreSQL: a read-only transaction, a full disk. */
const HINTS: Readonly<Record<string, string>> = {
  '25006':
    'name a server that takes writes in DATABASE_URL (the primary; no default_transaction_read_only), or unset it to use the PostgreSQL that duet brings',
  '53100': 'free some space on the disk of that server, or name another one in DATABASE_URL',
};

const LOST_HINT = 'see why the server ended the connection, or could not be reached, and start again';

/** Any constant will do: it keeps two runs on one database from loading at the same time. */
const LOCK = 0x64756574;

/** Held together by all runs that use the tables of a database as they are, and alone by one that replaces them. */
const IN_USE = LOCK + 1;

/** The folder that holds the fixtures/sql of a checkout: a folder of services alone has the tables of this one. */
export const tablesRoot = (root: string): string => (existsSync(path.join(root, FOLDER)) ? root : repositoryRoot);

/** @throws DuetError (exit 4) when one of the files is missing. */
export function readDataset(root: string = repositoryRoot, side?: SideName): Dataset {
  try {
    const sql = FILES.map((name) => readFileSync(path.join(root, FOLDER, name), 'utf8')).join('\n');
    const version = `duet fixtures ${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
    return { ...(side && { side }), sql, version };
  } catch (cause) {
    throw new DuetError(`${FOLDER}${ofSide(side)} cannot be read: ${(cause as Error).message}`, {
      exitCode: EXIT.environment,
      hint: `a side has both ${FILES.join(' and ')} in ${FOLDER}, or none of them and the tables of this checkout`,
      cause,
    });
  }
}

/**
 * Keeps other runs from replacing the tables that were loaded, until it is disposed. It needs one session for that.
 * @throws DuetError (exit 4) when another run has replaced them already.
 */
export async function holdDataset(url: string, { version }: Dataset = readDataset()): Promise<AsyncDisposable> {
  const client = await connectTo(url);
  try {
    // A lock of a transaction, and not of a session: behind a pooler a session is not one's own.
    await client.query('BEGIN');
    await client.query(`
      SELECT set_config(name, '0', true) FROM pg_settings
      WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')`);
    await client.query('SELECT pg_advisory_xact_lock_shared($1)', [IN_USE]);
    // Another run may have come in between.
    if ((await presentVersion(client)) !== version) throw inUse(url);
    return { [Symbol.asyncDispose]: () => client.end() };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/**
 * The comment on the schema says which fixtures it holds, so a shared database is loaded only when needed.
 * @throws DuetError (exit 4) when the role may not create the schema, the SQL fails (it names the side), or another run uses
 * other tables there.
 */
export async function loadDataset(url: string, dataset: Dataset = readDataset()): Promise<'loaded' | 'present'> {
  const { side, sql, version } = dataset;
  const client = await connectTo(url);
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    if ((await presentVersion(client)) === version) {
      await client.query('COMMIT');
      return 'present';
    }
    const { rows } = await client.query('SELECT pg_try_advisory_xact_lock($1) AS is_alone', [IN_USE]);
    if (!rows[0].is_alone) throw inUse(url);
    await client.query(SYNCHRONOUS);
    await client.query(sql);
    await client.query(`COMMENT ON SCHEMA duet IS '${version}'`);
    await client.query('COMMIT');
    return 'loaded';
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if (error instanceof DuetError) throw error;
    const what = side === undefined ? 'the fixtures' : `${FOLDER}${ofSide(side)}`;
    throw new DuetError(`loading ${what} into ${shownDatabase(url)} failed: ${(error as Error).message}`, {
      exitCode: EXIT.environment,
      hint: hintAfter(error, side),
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

function hintAfter(error: unknown, side: SideName | undefined): string {
  if (isLost(error)) return LOST_HINT;
  const known = HINTS[String((error as { code?: string }).code)];
  return known ?? (side === undefined ? OWN_HINT : `its SQL must load in one transaction; ${OWN_HINT}`);
}

/** That of the tables in the database of a session; undefined where there are none. */
export async function presentVersion(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query(
    "SELECT obj_description(to_regnamespace('duet')::oid, 'pg_namespace') AS version",
  );
  return rows[0]?.version;
}

const inUse = (url: string) =>
  new DuetError(`another run of duet uses ${shownDatabase(url)} with other tables than this one needs`, {
    exitCode: EXIT.environment,
    hint: 'wait until it has ended, give this run another database, or unset DATABASE_URL to use the PostgreSQL that duet brings',
  });

const ofSide = (side: SideName | undefined) => (side === undefined ? '' : ` of ${side}`);
