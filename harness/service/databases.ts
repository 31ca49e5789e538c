/**
 * The databases of a reader's service in a diff, one for each side: on a PostgreSQL that duet starts, or as copies of the
 * reader's own. Each is migrated and seeded by the commands of its side, then brought into the state of the other.
 */
import { refused } from '../errors.ts';
import { connectTo } from '../lab/database-client.ts';
import { copyDatabase } from '../lab/database-copy.ts';
import { createDatabase, withDatabase } from '../lab/new-database.ts';
import { type Database, reachDatabase, startDatabase } from '../lab/postgres.ts';
import type { SideDatabase } from '../lab/side-databases.ts';
import { warmTables } from '../lab/warm-tables.ts';
import type { Workplace } from '../lab/workplace.ts';
import { SIDES, type SideName } from '../results/schema.ts';
import type { SideNames } from '../results/side-names.ts';
import type { DatabaseConfig } from './config.ts';

export interface ServiceDatabasesOptions {
  workplace: Workplace;
  logDir: string;
  from: DatabaseConfig['from'];
  /** What messages call the sides. */
  names: SideNames;
  /** The limit of a PostgreSQL that duet starts. */
  maxConnections?: number | undefined;
  /** What fills both is the same: the second database is a copy of the first. */
  areEqual: boolean;
  /** Runs what makes the tables of a side and fills them. */
  fill(side: SideName, url: string): Promise<void>;
  onProgress(text: string): void;
  signal: AbortSignal;
}

export interface ServiceDatabases extends AsyncDisposable {
  readonly server: Database;
  readonly of: Readonly<Record<SideName, SideDatabase>>;
}

/** Equally long. They go with the server. */
const NAMES: Record<SideName, string> = { base: 'duet_base', head: 'duet_head' };

/** @throws DuetError (exit 4) that names the side where its commands fail; where there is no server, or no copy to be had. */
export async function openServiceDatabases(options: ServiceDatabasesOptions): Promise<ServiceDatabases> {
  const { onProgress, signal } = options;
  await using resources = new AsyncDisposableStack();
  onProgress(options.from === 'duet' ? 'starting PostgreSQL' : 'looking at the PostgreSQL of DATABASE_URL');
  const server = resources.use(await openServer(options));
  signal.throwIfAborted();
  const of =
    options.from === 'duet' ? await makeOwn(server.url, options) : await makeCopies(server.url, options, resources);
  for (const side of SIDES) {
    signal.throwIfAborted();
    await warmTables(of[side].url);
  }
  const owned = resources.move();
  return { server, of, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function openServer({ workplace, logDir, from, maxConnections }: ServiceDatabasesOptions): Promise<Database> {
  return from === 'duet' ? startDatabase(workplace, logDir, { maxConnections }) : reachDatabase(readersDatabase());
}

/** @throws DuetError (exit 2) where nothing names it. */
export function readersDatabase(): string {
  const url = process.env.DATABASE_URL;
  if (url) return url;
  throw refused(
    '`database` is from DATABASE_URL, and that is not set',
    'set it to the database of which each side gets a copy, or write database: { from: "duet" }',
  );
}

async function makeOwn(
  url: string,
  { names, areEqual, fill, onProgress, signal }: ServiceDatabasesOptions,
): Promise<Record<SideName, SideDatabase>> {
  const of = {
    base: { url: withDatabase(url, NAMES.base), name: NAMES.base },
    head: { url: withDatabase(url, NAMES.head), name: NAMES.head },
  };
  for (const side of SIDES) {
    signal.throwIfAborted();
    const isCopy = areEqual && side === 'head';
    const client = await connectTo(url);
    try {
      if (isCopy) onProgress(`copying the database of ${names.base} for ${names.head}: nothing differs between them`);
      await createDatabase(client, NAMES[side], isCopy ? NAMES.base : undefined);
    } finally {
      await client.end();
    }
    if (!isCopy) await fill(side, of[side].url);
  }
  return of;
}

/** Both before either is filled: what a migration does to one does not reach the other. */
async function makeCopies(
  url: string,
  { names, fill, onProgress, signal }: ServiceDatabasesOptions,
  resources: AsyncDisposableStack,
): Promise<Record<SideName, SideDatabase>> {
  const copy = async (side: SideName): Promise<SideDatabase> => {
    signal.throwIfAborted();
    onProgress(`copying the database of DATABASE_URL for ${names[side]}`);
    const { name, url: own } = resources.use(await copyDatabase(url));
    return { name, url: own };
  };
  const of = { base: await copy('base'), head: await copy('head') };
  for (const side of SIDES) await fill(side, of[side].url);
  return of;
}
