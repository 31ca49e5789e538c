/**
 * The PostgreSQL behind the services: the reader's own (DATABASE_URL), or one started from the binaries
 * that npm ships. Ours listens on 127.0.0.1 only, with SCRAM and a password made for the run, and keeps its
 * data in the run's own folder: durability is off, for the data is loaded anew and thrown away.
 */
import path from 'node:path';
import type pg from 'pg';
import { DuetError, EXIT } from '../errors.ts';
import { shownDatabase } from '../secrets.ts';
import { makeDataFolder, SUPERUSER } from './data-folder.ts';
import { connectTo } from './database-client.ts';
import { freePort } from './free-port.ts';
import { placement } from './placement.ts';
import { placeBinaries } from './postgres-binaries.ts';
import { type Child, startChild } from './process.ts';
import {
  findStatementCounts,
  installStatementCounts,
  STATEMENTS_LIBRARY,
  type StatementCounts,
} from './statement-counts.ts';
import { NOBODY, type Workplace } from './workplace.ts';

export interface Database extends AsyncDisposable {
  readonly url: string;
  readonly source: 'embedded' | 'DATABASE_URL';
  /** e.g. "18.4". */
  readonly version: string;
  /** The isolation level of a transaction that names none, e.g. "read committed". */
  readonly isolation: string;
  readonly statementCounts: StatementCounts;
  /** The first process of our own server, the parent of its backends. */
  readonly pid?: number;
  /** Ends our own server as its administrator would, sessions included, and starts it again on the same port. */
  readonly restart?: () => Promise<void>;
  /** How it died, when it did. */
  readonly death: () => string | undefined;
}

/** PostgreSQL's own default, so that what is measured fits what most people have. */
const DEFAULT_MAX_CONNECTIONS = 100;

/** What a server that duet starts is told; a server of the reader's has its own settings. */
interface ServerOptions {
  maxConnections?: number | undefined;
}

/** That of DATABASE_URL, or else one of our own. @throws DuetError when it can neither be reached nor started. */
export async function openDatabase(
  workplace: Workplace,
  logDir: string,
  options: ServerOptions = {},
): Promise<Database> {
  const given = process.env.DATABASE_URL;
  return given ? reachDatabase(given) : startDatabase(workplace, logDir, options);
}

/** The reader's own. @throws DuetError when it cannot be reached. */
export async function reachDatabase(url: string): Promise<Database> {
  const server = await askServer(url, 'check DATABASE_URL, or unset it to use the PostgreSQL that duet brings');
  return { url, source: 'DATABASE_URL', ...server, death: () => undefined, async [Symbol.asyncDispose]() {} };
}

/** One of our own, whatever DATABASE_URL says. @throws DuetError when it cannot be started. */
export async function startDatabase(
  workplace: Workplace,
  logDir: string,
  { maxConnections = DEFAULT_MAX_CONNECTIONS }: ServerOptions = {},
): Promise<Database> {
  const { url, server } = await startEmbedded(workplace, path.join(logDir, 'postgres.log'), maxConnections);
  try {
    const hint = 'this is a defect of duet: please report it with the log';
    const said = await askServer(url, hint, installStatementCounts);
    return {
      url,
      source: 'embedded',
      ...said,
      get pid() {
        return server.child.pid;
      },
      restart: server.restart,
      death: () => server.child.death(),
      [Symbol.asyncDispose]: () => server.child.stop(),
    };
  } catch (error) {
    await server.child.stop();
    throw error;
  }
}

interface EmbeddedServer {
  /** Another one after each restart. */
  child: Child;
  restart(): Promise<void>;
}

async function startEmbedded(
  workplace: Workplace,
  logFile: string,
  maxConnections: number,
): Promise<{ url: string; server: EmbeddedServer }> {
  const asRoot = process.getuid?.() === 0;
  const native = placeBinaries(workplace.dir, asRoot);
  const owner = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const { dataDir, password } = await makeDataFolder({ native, dir: workplace.dir, env, owner });
  const launch = (port: number) =>
    startChild(workplace, {
      what: 'PostgreSQL',
      command: path.join(native, 'bin/postgres'),
      args: ['-D', dataDir, ...serverSettings({ port, maxConnections })],
      env,
      cwd: workplace.dir,
      cores: placement.database,
      logFile,
      readyWhen: (line) => (line.includes('ready to accept connections') ? { listening: String(port) } : undefined),
      // Each of its processes leads a session of its own, and one that stands still does not notice that the first has gone.
      roamsOn: port,
      stopSignal: 'SIGINT', // "fast shutdown": SIGTERM would wait for the clients to leave
      ...owner,
    });
  // A free port may be taken between the look and the start, so try a few.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      const server: EmbeddedServer = {
        child: await launch(port),
        async restart() {
          await server.child.stop();
          server.child = await launch(port);
        },
      };
      return { url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`, server };
    } catch (error) {
      if (attempt === 3 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function serverSettings({ port, maxConnections }: { port: number; maxConnections: number }): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_preload_libraries: STATEMENTS_LIBRARY,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    logging_collector: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** What a server says of itself, after `setUp` if it needs any. */
async function askServer(
  url: string,
  hint: string,
  setUp?: (client: pg.Client) => Promise<void>,
): Promise<Pick<Database, 'version' | 'isolation' | 'statementCounts'>> {
  let client: pg.Client | undefined;
  try {
    client = await connectTo(url);
    await setUp?.(client);
    const { rows } = await client.query(
      "SELECT current_setting('server_version') AS version, current_setting('default_transaction_isolation') AS isolation",
    );
    const [version = ''] = String(rows[0].version).split(' ');
    return {
      version,
      isolation: rows[0].isolation,
      statementCounts: await findStatementCounts(client, setUp !== undefined),
    };
  } catch (error) {
    if (error instanceof DuetError) throw error;
    const reason = error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
    throw new DuetError(`PostgreSQL at ${shownDatabase(url)} does not answer: ${reason}`, {
      exitCode: EXIT.environment,
      hint,
      cause: error,
    });
  } finally {
    await client?.end().catch(() => {});
  }
}
