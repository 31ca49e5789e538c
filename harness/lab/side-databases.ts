/**
 * One database for each side of a diff, on one server, each with the tables of its own fixtures/sql. Two schemas would not
 * do: the statements of the services name the schema `duet`.
 */
import { DuetError, EXIT } from '../errors.ts';
import { SIDES, type SideName } from '../results/schema.ts';
import { connectTo } from './database-client.ts';
import { type Dataset, holdDataset, loadDataset, presentVersion, readDataset } from './dataset.ts';
import { createDatabase, withDatabase } from './new-database.ts';
import type { Database } from './postgres.ts';
import { openSpareDatabase, type SpareDatabase } from './spare-database.ts';
import { warmTables } from './warm-tables.ts';

export interface SideDatabase {
  url: string;
  /** As PostgreSQL knows it; undefined for the one that Database.url leads to. */
  name?: string;
}

export interface SideDatabases extends AsyncDisposable {
  readonly of: Readonly<Record<SideName, SideDatabase>>;
  /** Why both sides have one database, where the role may not make a second one. */
  readonly shared?: string;
}

/**
 * Our own server gets two. On the reader's, head has the schema `duet` of the database that was given, and base a database
 * that is dropped again at the end; where the role may not make one, both have head's, if their tables are the same.
 * @param roots the folder of each side that holds its fixtures/sql.
 * @throws DuetError (exit 4) where they differ and the role may not, or where one of them does not load.
 */
export async function openSideDatabases(
  database: Pick<Database, 'source' | 'url'>,
  roots: Readonly<Record<SideName, string>>,
): Promise<SideDatabases> {
  const tables = { base: readDataset(roots.base, 'base'), head: readDataset(roots.head, 'head') };
  return database.source === 'embedded' ? onOwnServer(database.url, tables) : onTheirServer(database.url, tables);
}

type Tables = Record<SideName, Dataset>;

/** Their names are equally long. They go with the server. */
async function onOwnServer(url: string, tables: Tables): Promise<SideDatabases> {
  const names = { base: 'duet_base', head: 'duet_head' };
  const of = {
    base: { url: withDatabase(url, names.base), name: names.base },
    head: { url: withDatabase(url, names.head), name: names.head },
  };
  const equal = tables.base.version === tables.head.version;
  const client = await connectTo(url);
  try {
    if (equal && (await presentVersion(client)) === tables.base.version) {
      // They were loaded long ago, into the database of this session.
      for (const side of SIDES) await createDatabase(client, names[side], client.database);
    } else if (equal) {
      await createDatabase(client, names.base);
      await load(of.base, tables.base);
      await createDatabase(client, names.head, names.base);
    } else {
      for (const side of SIDES) await createDatabase(client, names[side]);
      await loadBoth(of, tables);
    }
  } finally {
    await client.end();
  }
  return { of, async [Symbol.asyncDispose]() {} };
}

async function onTheirServer(url: string, tables: Tables): Promise<SideDatabases> {
  await using resources = new AsyncDisposableStack();
  let spare: SpareDatabase;
  try {
    spare = resources.use(await openSpareDatabase(url));
  } catch (cause) {
    const reason = (cause as Error).message;
    if (tables.base.version !== tables.head.version) throw mayNot(reason, cause);
    await load({ url }, tables.head);
    const held = await holdDataset(url, tables.head);
    return {
      of: { base: { url }, head: { url } },
      shared: reason,
      [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
    };
  }
  const of = { base: { url: spare.url, name: spare.name }, head: { url } };
  await loadBoth(of, tables);
  resources.use(await holdDataset(url, tables.head));
  const owned = resources.move();
  return { of, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function mayNot(reason: string, cause: unknown): DuetError {
  const message = `fixtures/sql of base and head differ, and base cannot get a database of its own: ${reason}`;
  return new DuetError(message, {
    exitCode: EXIT.environment,
    hint: 'give the role of DATABASE_URL the right CREATEDB (`ALTER ROLE name CREATEDB`) and a direct way to the server, or unset DATABASE_URL to use the PostgreSQL that duet brings',
    cause,
  });
}

async function load({ url }: SideDatabase, dataset: Dataset): Promise<void> {
  await loadDataset(url, dataset);
  await warmTables(url, 'duet');
}

/** Side by side; both have ended when this does, so that nothing is loaded into a database that is being dropped. */
async function loadBoth(of: Record<SideName, SideDatabase>, tables: Tables): Promise<void> {
  const outcomes = await Promise.allSettled(SIDES.map((side) => load(of[side], tables[side])));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
