/**
 * The two sides of a diff of a reader's service, ready to be measured: built, each with its database and a proxy in front of
 * that, and services started from either.
 */
import path from 'node:path';
import { refused } from '../errors.ts';
import { findOwnership, type Ownership } from '../lab/foreign-cpu.ts';
import type { Database } from '../lab/postgres.ts';
import type { Workplace } from '../lab/workplace.ts';
import { SIDES, type SideName } from '../results/schema.ts';
import type { SideNames } from '../results/side-names.ts';
import { type Built, buildSide } from './builds.ts';
import { checkCommands, filledVariables, type ServiceCommands } from './commands.ts';
import { openServiceDatabases, readersDatabase } from './databases.ts';
import { fillDatabase } from './fill-database.ts';
import { renamePaths } from './moved-paths.ts';
import type { ServiceCheckouts } from './side-checkouts.ts';
import { type OpenServiceDatabase, openServiceDatabase, type ServiceDatabase } from './side-database.ts';
import { type SideService, type StartSideOptions, startSide } from './start-side.ts';

export interface ServiceSidesOptions {
  workplace: Workplace;
  checkouts: ServiceCheckouts;
  /** What the config of a side says, by its folder; undefined where that side has none. Head's is asked for first. */
  commandsOf(side: SideName, folder: string): Promise<ServiceCommands | undefined>;
  /** Where the logs of every process go. */
  logDir: string;
  /** Where builds are kept from diff to diff, e.g. out/builds. */
  cacheDir: string;
  /** The limit of a PostgreSQL that duet starts. */
  maxConnections?: number | undefined;
  onProgress(text: string): void;
  signal: AbortSignal;
}

export interface ServiceSides extends AsyncDisposable {
  /** What messages and logs call them. */
  readonly names: SideNames;
  /** Whose config a side has. */
  readonly configOf: Readonly<Record<SideName, SideName>>;
  /** Whether a side was built now, or an earlier diff kept it. */
  readonly builtOf: Readonly<Record<SideName, Built['from'] | 'none'>>;
  /** The server with both databases; undefined where the config has none. */
  readonly server: Database | undefined;
  /** Which processes work for this run. */
  readonly ownership: Ownership;
  databaseOf(side: SideName): ServiceDatabase | undefined;
  /** @throws DuetError (exit 4) where it does not get ready, with the end of its log; (exit 2) where it cannot be asked. */
  start(side: SideName, options?: StartSideOptions): Promise<SideService>;
  /** Puts base into the first folder, or head. No service of either may be up. */
  place(baseFirst: boolean): Promise<void>;
  /** How something of this died, when it did. */
  death(): string | undefined;
}

/** @throws DuetError: exit 2 for a config that cannot be carried out, 4 where a build, a database or a migration fails. */
export async function openServiceSides(options: ServiceSidesOptions): Promise<ServiceSides> {
  const { checkouts, workplace, logDir, signal } = options;
  const { commands, configOf } = await readCommands(options);
  const from = commands.head.database?.from;
  // Before anything is built: a folder that a side has not, and a database that nothing names, are found out at once.
  for (const side of SIDES) checkouts.shellOf(side, commands[side].cwd);
  if (from === 'DATABASE_URL') readersDatabase();
  await using resources = new AsyncDisposableStack();
  const built = {
    base: await build('base', commands.base, options),
    head: await build('head', commands.head, options),
  };
  const databases = from && resources.use(await openDatabases(from, commands, options));
  const openFor = async (side: SideName) =>
    databases && resources.use(await openServiceDatabase(workplace, logDir, checkouts.names[side], databases.of[side]));
  const databaseOf: Record<SideName, OpenServiceDatabase | undefined> = {
    base: await openFor('base'),
    head: await openFor('head'),
  };
  const server = databases?.server;
  const ownership = await findOwnership(server ?? { source: 'embedded', url: '' });
  signal.throwIfAborted();
  const owned = resources.move();
  return {
    names: checkouts.names,
    configOf,
    builtOf: { base: built.base?.from ?? 'none', head: built.head?.from ?? 'none' },
    server,
    ownership,
    databaseOf: (side) => databaseOf[side],
    start: (side, how = {}) =>
      startSide(side, {
        ...{ workplace, checkouts, commands: commands[side], from, database: databaseOf[side], logDir, signal },
        how,
      }),
    async place(baseFirst) {
      const before = { base: checkouts.rootOf('base'), head: checkouts.rootOf('head') };
      if (!(await checkouts.place(baseFirst))) return;
      for (const side of SIDES) await renamePaths(built[side]?.naming ?? [], before[side], checkouts.rootOf(side));
    },
    death() {
      const all = [server, databaseOf.base, databaseOf.head];
      return all.map((one) => one?.death()).find((death) => death !== undefined);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type BothCommands = Record<SideName, ServiceCommands>;

async function readCommands({
  checkouts,
  commandsOf,
}: ServiceSidesOptions): Promise<{ commands: BothCommands; configOf: Record<SideName, SideName> }> {
  const head = await commandsOf('head', checkouts.folderOf('head'));
  if (head === undefined) {
    throw refused(
      `${checkouts.names.head} has no config: nothing says how the service is started`,
      '`duet init` writes one',
    );
  }
  checkCommands(head);
  const base = await commandsOf('base', checkouts.folderOf('base'));
  if (base === undefined) return { commands: { base: head, head }, configOf: { base: 'head', head: 'head' } };
  checkCommands(base);
  return { commands: { base, head }, configOf: { base: 'base', head: 'head' } };
}

async function build(
  side: SideName,
  { build: command, buildTimeoutMs: timeoutMs, cwd: within, env = {} }: ServiceCommands,
  { workplace, checkouts, cacheDir, logDir, onProgress, signal }: ServiceSidesOptions,
): Promise<Built | undefined> {
  if (command === undefined) return undefined;
  const { cwd, env: beneath } = checkouts.shellOf(side, within);
  const ownEnv = filledVariables(env, {});
  const name = checkouts.names[side];
  return buildSide({
    ...{ workplace, root: checkouts.rootOf(side), cwd, build: command, ownEnv, cacheDir, onProgress, signal },
    side: name,
    env: { ...beneath, ...ownEnv },
    sources: checkouts.sides[side].sources.service ?? '',
    logFile: path.join(logDir, `build-${name}.log`),
    timeoutMs,
  });
}

function openDatabases(
  from: NonNullable<ServiceCommands['database']>['from'],
  commands: BothCommands,
  options: ServiceSidesOptions,
) {
  const { workplace, checkouts, logDir, maxConnections, onProgress, signal } = options;
  return openServiceDatabases({
    ...{ workplace, logDir, from, maxConnections, onProgress, signal },
    names: checkouts.names,
    areEqual: checkouts.changedFiles.length === 0,
    fill: (side, url) =>
      fillDatabase(side, {
        ...{ workplace, checkouts, from, url, logDir, onProgress, signal },
        commands: { ...commands.head, ...commands[side] },
      }),
  });
}
