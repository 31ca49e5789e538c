/** Everything that must be up around a cell: PostgreSQL with its data, the upstream stub, the network proxy. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SideName, StackName } from '../results/schema.ts';
import { loadDataset } from './dataset.ts';
import { findOwnership, type Ownership } from './foreign-cpu.ts';
import { placement } from './placement.ts';
import { type Database, openDatabase } from './postgres.ts';
import { type Child, type ChildOptions, startChild } from './process.ts';
import type { ProxyCounts } from './proxy.ts';
import { type Service, startService } from './services.ts';
import { ownSource, type Source } from './source.ts';
import type { Workplace } from './workplace.ts';

export interface LabOptions {
  workplace: Workplace;
  /** Where the logs of every process go. */
  logDir: string;
  filesDir: string;
  /** Of the PostgreSQL that duet starts: default 100. Not heeded with DATABASE_URL. */
  maxConnections?: number | undefined;
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
}

export interface StartOptions {
  place?: 'own-core' | 'all-cores';
  /** Whether the service reaches PostgreSQL through the proxy. */
  via?: 'direct' | 'proxy';
  /** Its code and its runtime; this repository's by default. */
  source?: Source;
  /** Which of the two that a diff compares it is. */
  side?: SideName;
  /** Further variables of the service, e.g. POOL_SIZE. They win over those of this process. */
  environment?: Record<string, string>;
  logName?: string;
}

export interface Lab extends AsyncDisposable {
  readonly database: Database;
  /** The database as seen through the proxy. */
  readonly proxiedUrl: string;
  readonly upstreamUrl: string;
  readonly filesDir: string;
  /** Which processes work for this run. */
  readonly ownership: Ownership;
  readonly proxy: {
    /** Where another process may ask for the counts. */
    readonly controlUrl: string;
    setRtt(ms: number): Promise<void>;
    reset(): Promise<void>;
    counts(): Promise<ProxyCounts>;
  };
  readonly upstream: {
    setModel(model: LatencyModel): Promise<void>;
    reset(): Promise<void>;
    tally(): Promise<UpstreamTally>;
  };
  startService(stack: StackName, options?: StartOptions): Promise<Service>;
  /** How something of the lab died, when it did. */
  death(): string | undefined;
}

export async function openLab({ workplace, logDir, filesDir, maxConnections }: LabOptions): Promise<Lab> {
  mkdirSync(logDir, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await openDatabase(workplace, logDir, { maxConnections }));
  const [ownership, stub, proxy] = await Promise.all([
    findOwnership(database),
    startOwn(workplace, logDir, 'upstream', 'the upstream stub'),
    startOwn(workplace, logDir, 'proxy', 'the network proxy', { TARGET_URL: database.url }),
    loadDataset(database.url),
  ]);
  stack.use(stub);
  stack.use(proxy);

  const proxiedUrl = through(database.url, proxy.ready.proxied as string);
  const control = proxy.ready.listening as string;
  const upstreamUrl = stub.ready.listening as string;
  const resources = stack.move();
  return {
    database,
    proxiedUrl,
    upstreamUrl,
    filesDir,
    ownership,
    proxy: {
      controlUrl: control,
      setRtt: async (ms) => void (await call('PUT', `${control}/rtt`, { ms })),
      reset: async () => void (await call('POST', `${control}/reset`)),
      counts: () => call('GET', `${control}/counts`),
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
        databaseUrl: via === 'proxy' ? proxiedUrl : database.url,
        upstreamUrl,
        filesDir,
        source,
        side,
        place,
        environment,
        logFile: path.join(logDir, `${logName}.log`),
      }),
    death: () => database.death() ?? stub.death() ?? proxy.death(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
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
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', EXIT_WITH_PARENT: '1', ...env },
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
