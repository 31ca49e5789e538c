/**
 * A database that a diff makes on the reader's server and drops again. Its name says to which database it belongs; while
 * the diff lives, a session of its own there holds a lock on that name, so that the next diff can tell what a killed one
 * left from what is in use.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { hideSecrets } from '../secrets.ts';
import { connectTo } from './database-client.ts';
import { createDatabase, dropDatabase, dropUnused, withDatabase } from './new-database.ts';

export interface SpareDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

export interface SpareOptions {
  /** The database that it is made beside, or of. */
  url: string;
  /** What the names of all of this kind begin with, in front of the id of that database. */
  kind: string;
  /** Sessions in one and the same database of the server, where the locks are. */
  connect(): Promise<pg.Client>;
  create(keeper: pg.Client, name: string): Promise<void>;
}

/** Beside that of the tables: "duet", and one more. */
const LOCK = 0x64756575;

/**
 * An empty one like that of `url`. Drops what killed diffs left first.
 * @throws what PostgreSQL says where the role may not make one, or nobody can reach it.
 */
export const openSpareDatabase = (url: string): Promise<SpareDatabase> =>
  makeDatabase({ url, kind: 'duet_base', connect: () => connectTo(url), create: createDatabase });

/** @throws what PostgreSQL says where the role may not make one, or nobody can reach it. */
export async function makeDatabase({ url, kind, connect, create }: SpareOptions): Promise<SpareDatabase> {
  await using resources = new AsyncDisposableStack();
  const keeper = await connect();
  resources.defer(() => keeper.end());
  const prefix = `${kind}_${await idOf(url)}_`;
  await dropLeftovers(keeper, prefix);

  const name = prefix + randomBytes(4).toString('hex');
  await lock(keeper, name);
  resources.defer(() => drop(connect, name));
  await create(keeper, name);
  const own = withDatabase(url, name);
  // A pooler in between may not know it.
  await (await connectTo(own)).end();
  const owned = resources.move();
  return { name, url: own, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function idOf(url: string): Promise<number> {
  const client = await connectTo(url);
  try {
    const { rows } = await client.query('SELECT oid FROM pg_database WHERE datname = current_database()');
    return rows[0].oid;
  } finally {
    await client.end();
  }
}

async function dropLeftovers(keeper: pg.Client, prefix: string): Promise<void> {
  const { rows } = await keeper.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
     WHERE starts_with(datname, $1) AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)`,
    [prefix],
  );
  for (const { name } of rows) {
    if (!(await lock(keeper, name))) continue;
    // Behind a pooler a lock may be somebody else's: what is in use stays for the next diff.
    await dropUnused(keeper, name);
    await keeper.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK, name]);
  }
}

/** Held until the session ends. False where a diff that is alive holds it. */
async function lock(keeper: pg.Client, name: string): Promise<boolean> {
  const { rows } = await keeper.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS held', [LOCK, name]);
  return rows[0].held;
}

/** On a session of its own: that of the keeper may have ended with its server's patience. */
async function drop(connect: SpareOptions['connect'], name: string): Promise<void> {
  try {
    const client = await connect();
    try {
      await dropDatabase(client, name);
    } finally {
      await client.end();
    }
  } catch (error) {
    const why = hideSecrets((error as Error).message);
    process.stderr.write(`duet: the database ${name} could not be dropped (${why}); the next run there drops it\n`);
  }
}
