/** The PostgreSQL behind the services: the reader's own (DATABASE_URL), or one that duet starts (see own-server.ts). */
import path from 'node:path';
import type pg from 'pg';
import { DuetError, EXIT } from '../errors.ts';
import { shownDatabase } from '../secrets.ts';
import { connectTo } from './database-client.ts';
import type { Dataset } from './dataset.ts';
import { startOwnServer } from './own-server.ts';
import { findStatementCounts, installStatementCounts, type StatementCounts } from './statement-counts.ts';
import type { Workplace } from './workplace.ts';

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
  /** What its database holds from the start. */
  tables?: Dataset | undefined;
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
  { maxConnections = DEFAULT_MAX_CONNECTIONS, tables }: ServerOptions = {},
): Promise<Database> {
  const logFile = path.join(logDir, 'postgres.log');
  const server = await startOwnServer({ workplace, logFile, maxConnections, tables });
  try {
    const hint = 'this is a defect of duet: please report it with the log';
    const said = await askServer(server.url, hint, installStatementCounts);
    return {
      url: server.url,
      source: 'embedded',
      ...said,
      get pid() {
        return server.pid;
      },
      restart: server.restart,
      death: server.death,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
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
