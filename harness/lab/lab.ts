/** Everything that must be up around a cell: PostgreSQL with its data, the upstream stub, the network proxy. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { refused } from '../errors.ts';
import type { DiffStackName, SideName, StackName } from '../results/schema.ts';
import { isPlainAddress } from './connection-string.ts';
import { holdDataset, loadDataset } from './dataset.ts';
import type { Exchange } from './exchanges.ts';
import { findOwnership, type Ownership } from './foreign-cpu.ts';
import { placement } from './placement.ts';
import { openPooler, type PoolerOptions } from './pooler.ts';
import { type Database, openDatabase } from './postgres.ts';
import { type Child, type ChildOptions, startChild } from './process.ts';
import type { ProxyCounts } from './proxy.ts';
import { type SchedulingPolicy, setPolicy } from './scheduling.ts';
import { type Service, startService } from './services.ts';
import { openSideDatabases, type SideDatabase, type SideDatabases } from './side-databases.ts';
import { ownSource, repositoryRoot, type Source } from './source.ts';
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

/** The upstream's latency in milliseconds: base + perItem x n. */
export interface LatencyModel {
  baseMs: number;
  perItemMs: number;
}

export interface UpstreamTally {
  single: { calls: number; items: number; totalMs: number };
  batch: { calls: number; items: number; totalMs: number };
  refused: number;
  /** Most calls of either kind under way at once. */
  atOnce: number;
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
  readonly proxy: {
    /** Where another process may ask for the counts. */
    readonly controlUrl: string;
    setRtt(ms: number): Promise<void>;
    reset(): Promise<void>;
    counts(): Promise<ProxyCounts>;
    /** Records every exchange until they are taken. */
    record(): Promise<void>;
    exchanges(): Promise<Exchange[]>;
  };
  readonly upstream: {
    setModel(model: LatencyModel): Promise<void>;
    reset(): Promise<void>;
    tally(): Promise<UpstreamTally>;
  };
  startService(stack: StackName, options?: StartOptions): Promise<Service>;
  /**
   * Schedules the stub, and the PostgreSQL that duet starts with all connections that are opened from now on.
   * @returns whether all of them have it.
   */
  setPolicy(policy: SchedulingPolicy): boolean;
}

export async function openLab(options: LabOptions): Promise<Lab> {
  const { workplace, logDir, filesDir, maxConnections, tables } = options;
  mkdirSync(logDir, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await openDatabase(workplace, logDir, { maxConnections }));
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
    startOwn(workplace, logDir, 'upstream', 'the upstream stub'),
    startOwn(workplace, logDir, 'proxy', 'the network proxy', { TARGET_URL: serviceUrl }),
    loading,
  ]);
  stack.use(stub);
  stack.use(proxy);

  const control = proxy.ready.listening as string;
  const upstreamUrl = stub.ready.listening as string;
  const databaseOf = (side: SideName | undefined): SideDatabase =>
    side === undefined || sides === undefined ? { url: serviceUrl } : sides[side];
  const proxied = (url: string) => through(url, proxy.ready.proxied as string);
  const resources = stack.move();
  return {
    database,
    ...(shared === undefined ? {} : { sharedDatabase: shared }),
    databaseOf,
    serviceUrl,
    hasPooler: pooler !== undefined,
    proxiedUrl: proxied(serviceUrl),
    upstreamUrl,
    filesDir,
    ownership,
    proxy: {
      controlUrl: control,
      setRtt: async (ms) => void (await call('PUT', `${control}/rtt`, { ms })),
      reset: async () => void (await call('POST', `${control}/reset`)),
      counts: () => call('GET', `${control}/counts`),
      record: async () => void (await call('POST', `${control}/record`)),
      exchanges: () => call('GET', `${control}/exchanges`),
    },
    upstream: {
      setModel: async (model) => void (await call('PUT', `${upstreamUrl}/model`, model)),
      reset: async () => void (await call('POST', `${upstreamUrl}/reset`)),
      tally: () => call('GET', `${upstreamUrl}/stats`),
    },
    startService: (
      name,
      { place = 'own-core', via = 'direct', source = ownSource(), side, environment, logName = name } = {},
    ) =>
      startService(workplace, name, {
        databaseUrl:
          via === 'server' ? database.url : via === 'proxy' ? proxied(databaseOf(side).url) : databaseOf(side).url,
        upstreamUrl,
        filesDir,
        source,
        side,
        place,
        environment,
        logFile: path.join(logDir, `${logName}.log`),
      }),
    setPolicy: (policy) =>
      [database.pid, stub.pid].map((pid) => pid !== undefined && setPolicy(pid, policy)).every((isSet) => isSet),
    death: () => database.death() ?? pooler?.death() ?? stub.death() ?? proxy.death(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** One database for all services. On the reader's server another run may want to work in it at the same time. */
async function openTables({ url, source }: Database): Promise<AsyncDisposable> {
  await loadDataset(url);
  return source === 'embedded' ? { async [Symbol.asyncDispose]() {} } : holdDataset(url);
}

/** Starts a lab process of our own: harness/lab/<name>.ts, on the cores of "the rest". */
function startOwn(
  workplace: Workplace,
  logDir: string,
  name: string,
  what: string,
  env: ChildOptions['env'] = {},
): Promise<Child> {
  return startChild(workplace, {
    what,
    command: process.execPath,
    args: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: path.join(repositoryRoot, 'node_modules/.cache/compiled'),
      EXIT_WITH_PARENT: '1',
      ...env,
    },
    cores: placement.rest,
    logFile: path.join(logDir, `${name}.log`),
  });
}

/** The same database URL with another host and port. */
function through(url: string, hostAndPort: string): string {
  const proxied = new URL(url);
  proxied.host = hostAndPort;
  return proxied.href;
}

async function call<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(5_000),
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status}`);
  return (await response.json()) as T;
}
