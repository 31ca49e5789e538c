/**
 * The PostgreSQL that duet starts from the binaries that npm ships. It listens on 127.0.0.1 only, with SCRAM and a password
 * made for the run, and keeps its data in the run's own folder: durability is off, for the data is thrown away.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type pg from 'pg';
import { cacheFolder } from '../install.ts';
import {
  copyKept,
  type DataFolder,
  dataFolderIn,
  forget,
  initialize,
  keep,
  keptFolderOf,
  type Runner,
  SUPERUSER,
} from './data-folder.ts';
import { connectTo } from './database-client.ts';
import { type Dataset, loadDataset } from './dataset.ts';
import { freePort } from './free-port.ts';
import { placement } from './placement.ts';
import { placeBinaries } from './postgres-binaries.ts';
import { type Child, startChild } from './process.ts';
import { installStatementCounts, STATEMENTS_LIBRARY } from './statement-counts.ts';
import { warmTables } from './warm-tables.ts';
import { NOBODY, type Workplace } from './workplace.ts';

export interface OwnServer extends AsyncDisposable {
  readonly url: string;
  /** The first process, the parent of all backends: another one after each restart. */
  readonly pid: number;
  /** How it died, when it did. */
  readonly death: () => string | undefined;
  /** Shuts it down as an administrator would, sessions included, and starts it again on the same port. */
  restart(): Promise<void>;
}

export interface OwnServerOptions {
  workplace: Workplace;
  logFile: string;
  maxConnections: number;
  /** What its database holds from the start, vacuumed and analyzed. */
  tables?: Dataset | undefined;
  /** Where data is kept for later runs. */
  cache?: string;
  /** Settings over those below. */
  settings?: Settings;
}

type Settings = Readonly<Record<string, string | number>>;

/** @throws DuetError when it cannot be started. */
export const startOwnServer = (options: OwnServerOptions): Promise<OwnServer> =>
  start(runnerIn(options.workplace), options);

async function start(runner: Runner, options: OwnServerOptions): Promise<OwnServer> {
  const { tables, cache = path.join(cacheFolder, 'postgres') } = options;
  const kept = keptFolderOf(cache, tables?.version);
  const copy = copyKept(kept, runner);
  if (copy !== undefined) {
    const server = await runOn(copy, runner, options).catch(() => undefined);
    if (server !== undefined) return server;
    // It is what its list says, and yet nothing that a server runs on.
    forget(kept, runner);
  }
  const made = tables === undefined ? await initialize(runner) : await load(tables, runner, options);
  keep(made, kept);
  return runOn(made, runner, options);
}

/** What is loaded is not logged for a replica: its log would be copied with it by every run. */
const LOADING: Settings = { wal_level: 'minimal', max_wal_senders: 0 };

/** Data that holds the tables. No server runs on it any more. */
async function load(tables: Dataset, runner: Runner, options: OwnServerOptions): Promise<DataFolder> {
  await using server = await start(runner, { ...options, tables: undefined, settings: LOADING });
  // First, so that the statements below are not counted.
  await tell(server.url, installStatementCounts);
  await loadDataset(server.url, tables);
  await warmTables(server.url, 'duet');
  return { dir: dataFolderIn(runner), password: new URL(server.url).password };
}

function runnerIn({ dir }: Workplace): Runner {
  const asRoot = process.getuid?.() === 0;
  return {
    native: placeBinaries(dir, asRoot),
    dir,
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    owner: asRoot ? { uid: NOBODY, gid: NOBODY } : {},
  };
}

async function runOn(data: DataFolder, runner: Runner, options: OwnServerOptions): Promise<OwnServer> {
  const launch = (port: number) => launchOn(data, port, runner, options);
  const { port, child } = await launchOnFreePort(launch);
  const addressWith = (password: string) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const password = randomBytes(18).toString('hex');
  let running = child;
  try {
    // The first statement: until then whoever may read what is kept, who is this user, may log in.
    await tell(addressWith(data.password), (client) =>
      client.query(`ALTER ROLE ${SUPERUSER} PASSWORD ${client.escapeLiteral(password)}`),
    );
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    url: addressWith(password),
    get pid() {
      return running.pid;
    },
    death: () => running.death(),
    async restart() {
      await running.stop();
      running = await launch(port);
    },
    [Symbol.asyncDispose]: () => running.stop(),
  };
}

async function tell(url: string, what: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = await connectTo(url);
  try {
    await what(client);
  } finally {
    await client.end();
  }
}

/** A free port may be taken between the look and the start. */
const ATTEMPTS = 3;

async function launchOnFreePort(launch: (port: number) => Promise<Child>): Promise<{ port: number; child: Child }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { port, child: await launch(port) };
    } catch (error) {
      if (attempt === ATTEMPTS || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function launchOn(
  { dir }: DataFolder,
  port: number,
  { native, env, owner }: Runner,
  { workplace, logFile, maxConnections, settings = {} }: OwnServerOptions,
): Promise<Child> {
  const all = Object.entries({ ...SETTINGS, port, max_connections: maxConnections, ...settings });
  return startChild(workplace, {
    what: 'PostgreSQL',
    command: path.join(native, 'bin/postgres'),
    args: ['-D', dir, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
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
}

const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: STATEMENTS_LIBRARY,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  logging_collector: 'off',
};
