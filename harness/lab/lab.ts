/** Everything that must be up around a cell: PostgreSQL with its data, the upstream stub, the network proxy. */
import path from 'node:path';
import { explainLostDatabase } from '../database-errors.ts';
import { refused } from '../errors.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { type DiffStackName, SIDES, type SideName, type StackName } from '../results/schema.ts';
import { isPlainAddress } from './connection-string.ts';
import { silenceOf } from './database-silence.ts';
import { type Dataset, holdDataset, loadDataset, readDataset } from './dataset.ts';
import { findOwnership, type Ownership } from './foreign-cpu.ts';
import { openPooler, type PoolerOptions } from './pooler.ts';
import { type Database, openDatabase } from './postgres.ts';
import { openProxy, type ProxyControl } from './proxy-process.ts';
import { type SchedulingPolicy, setPolicy } from './scheduling.ts';
import { type Service, startService } from './services.ts';
import { openSideDatabases, type SideDatabase, type SideDatabases } from './side-databases.ts';
import { ownSource, type Source } from './source.ts';
import { openUpstream, type UpstreamControl } from './upstream-process.ts';
import { readTables } from './warm-tables.ts';
import type { Workplace } from './workplace.ts';

export interface LabOptions {
  workplace: Workplace;
  /** Where the logs of every process go. */
  logDir: string;
  filesDir: string;
  /** The limit of the PostgreSQL that duet starts: default 100. Ignored with DATABASE_URL. */
  maxConnections?: number | undefined;
  /** What stands between the services and PostgreSQL. Not for a diff. */
  pooler?: PoolerOptions | undefined;
  /** In a diff: the folder of each side that holds its fixtures/sql. Without them there is one database for all. */
  tables?: Readonly<Record<SideName, string>> | undefined;
}

export interface StartOptions {
  /** `by-phase`: on all cores, until a phase says where (see Phase). */
  place?: 'own-core' | 'all-cores' | 'by-phase';
  /** How the service reaches PostgreSQL: as the run has it, through the proxy as well, or past the pooler. */
  via?: 'direct' | 'proxy' | 'server';
  /** Its code and its runtime; this repository's by default. */
  source?: Source;
  /** Which of the two that a diff compares it is. */
  side?: SideName;
  /** Further variables of the service, e.g. POOL_SIZE. They win over those of this process. */
  environment?: Record<string, string>;
  logName?: string;
}

/** What trials need of what their services are started by, whether these are duet's own or a reader's. */
export interface TrialLab {
  /** Which processes work for this run. */
  readonly ownership: Ownership;
  startService(stack: DiffStackName, options?: StartOptions): Promise<Service<DiffStackName>>;
  /** How something of the lab died, when it did. */
  death(): string | undefined;
  /** Asked once something has failed: what to say of a PostgreSQL that is there and says nothing. */
  silence?(): Promise<string | undefined>;
}

export interface Lab extends TrialLab, AsyncDisposable {
  readonly database: Database;
  /** In a diff: why both sides have one database, where the role may not make a second one. */
  readonly sharedDatabase?: string;
  /** The database of a side of a diff; without sides that of all services. */
  databaseOf(side: SideName | undefined): SideDatabase;
  /** The database as the services have it: through the pooler, where there is one. */
  readonly serviceUrl: string;
  /** Whether there is a pooler of duet between the two. */
  readonly hasPooler: boolean;
  /** The database as seen through the proxy. */
  readonly proxiedUrl: string;
  readonly upstreamUrl: string;
  readonly filesDir: string;
  readonly proxy: ProxyControl;
  readonly upstream: UpstreamControl;
  startService(stack: StackName, options?: StartOptions): Promise<Service>;
  /**
   * Schedules the stub, and the PostgreSQL that duet starts with all connections that are opened from now on.
   * @returns whether all of them have it.
   */
  setPolicy(policy: SchedulingPolicy): boolean;
}

export async function openLab(options: LabOptions): Promise<Lab> {
  const { workplace, logDir, filesDir, maxConnections, tables } = options;
  explainFileErrors(`make the folder ${logDir}`, () => makeFolder(logDir));
  await using stack = new AsyncDisposableStack();
  const held = datasetOf(tables);
  const database = stack.use(await openDatabase(workplace, logDir, { maxConnections, tables: held }));
  if (!isPlainAddress(database.url)) {
    throw refused(
      'DATABASE_URL is not a plain address, which is all that the services of duet can read',
      'postgresql://user:password@host:5432/db',
    );
  }
  const pooler = options.pooler && stack.use(await openPooler(workplace, logDir, database.url, options.pooler));
  const serviceUrl = pooler?.url ?? database.url;
  const loading: Promise<AsyncDisposable & Partial<SideDatabases>> =
    tables === undefined ? openTables(database) : openSideDatabases(database, tables);
  // Whatever else fails meanwhile: what is being made is there before it is ended.
  stack.defer(async () => (await loading.catch(() => undefined))?.[Symbol.asyncDispose]());
  const [ownership, stub, proxy, { of: sides, shared }] = await Promise.all([
    findOwnership(database),
    openUpstream(workplace, logDir),
    openProxy(workplace, logDir, serviceUrl),
    loading,
  ]).catch((error: unknown) => {
    throw explainLostDatabase(error, { phase: 'loading the fixtures' }) ?? error;
  });
  stack.use(stub);
  stack.use(proxy);

  const databaseOf = (side: SideName | undefined): SideDatabase =>
    side === undefined || sides === undefined ? { url: serviceUrl } : sides[side];
  const databaseBy = (via: StartOptions['via'], side: SideName | undefined): string => {
    if (via === 'server') return database.url;
    const { url } = databaseOf(side);
    return via === 'proxy' ? proxy.through(url) : url;
  };
  const resources = stack.move();
  return {
    database,
    ...(shared === undefined ? {} : { sharedDatabase: shared }),
    databaseOf,
    serviceUrl,
    hasPooler: pooler !== undefined,
    proxiedUrl: proxy.through(serviceUrl),
    upstreamUrl: stub.url,
    filesDir,
    ownership,
    proxy: proxy.control,
    upstream: stub.control,
    startService: (
      name,
      { place = 'own-core', via = 'direct', source = ownSource(), side, environment, logName = name } = {},
    ) =>
      startService(workplace, name, {
        databaseUrl: databaseBy(via, side),
        upstreamUrl: stub.url,
        filesDir,
        source,
        side,
        place,
        environment,
        logFile: path.join(logDir, `${logName}.log`),
      }),
    setPolicy: (policy) =>
      [database.pid, stub.pid].map((pid) => pid !== undefined && setPolicy(pid, policy)).every((isSet) => isSet),
    silence: () => silenceOf(database.url),
    death: () => database.death() ?? pooler?.death() ?? stub.death() ?? proxy.death(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** The tables of this checkout, unless a side of a diff has others. @throws DuetError (exit 4) where they cannot be read. */
function datasetOf(tables: LabOptions['tables']): Dataset | undefined {
  const own = readDataset();
  const isOwn = (side: SideName) => tables === undefined || readDataset(tables[side], side).version === own.version;
  return SIDES.every(isOwn) ? own : undefined;
}

/**
 * One database for all services. Our own server holds the tables already; on the reader's another run may want to work in it
 * at the same time.
 */
async function openTables({ url, source }: Database): Promise<AsyncDisposable> {
  if (source === 'embedded') {
    await readTables(url, 'duet');
    return { async [Symbol.asyncDispose]() {} };
  }
  await loadDataset(url);
  return holdDataset(url);
}
