/** Starting a process of a library: `serve.ts` or `serve.py` with the field and the name, in the environment of that field. */
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../lab/lab.ts';
import { allCores, placement } from '../lab/placement.ts';
import { type Child, startChild } from '../lab/process.ts';
import { inherited } from '../lab/services.ts';
import { repositoryRoot } from '../lab/source.ts';
import type { Workplace } from '../lab/workplace.ts';
import { type CatalogueEntry, idOf } from './catalogue.ts';
import { runtimeOf } from './install.ts';

export interface StartLibraryOptions {
  /** Default: PostgreSQL itself. `lab.proxiedUrl` goes through the proxy, which counts. */
  databaseUrl?: string;
  upstreamUrl?: string;
  /** Sizes of the pool and of the workers; absent: the default of the library. */
  poolMax?: number;
  poolWaitMs?: number;
  workers?: number;
  /** `own-core`: apart from the driver. Default: all cores. */
  place?: 'own-core' | 'all-cores';
}

export interface LibraryProcess extends AsyncDisposable {
  readonly entry: CatalogueEntry;
  readonly url: string;
  /** The leader of its process group; lab/process-table.ts lists all processes of the group. */
  readonly pid: number;
  /** Its start, on the clock of performance.now(): from there, start-up is the time to the first answer. */
  readonly startedMs: number;
  readonly death: Child['death'];
  /** SIGTERM, then SIGKILL. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** How long importing a library may take on a busy machine. */
const START_TIMEOUT_MS = 60_000;

/** What the processes of a library have printed. */
export const logFileOf = (entry: CatalogueEntry, logDir: string): string =>
  path.join(logDir, `${idOf(entry).replaceAll('/', '-')}.log`);

/** @throws DuetError with the end of its log when it does not come up. */
export async function startLibrary(
  { workplace, lab, logDir }: { workplace: Workplace; lab: Lab; logDir: string },
  entry: CatalogueEntry,
  {
    databaseUrl = lab.database.url,
    upstreamUrl = lab.upstreamUrl,
    place = 'all-cores',
    ...sizes
  }: StartLibraryOptions = {},
): Promise<LibraryProcess> {
  const { field, stack, name } = entry;
  const startedMs = performance.now();
  const child = await startChild(workplace, {
    what: idOf(entry),
    command: runtimeOf(entry),
    args: [
      path.join(repositoryRoot, stack, stack === 'node' ? 'libraries/serve.ts' : 'libraries/serve.py'),
      field,
      name,
    ],
    env: {
      ...inherited('PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'TMPDIR'),
      ...(stack === 'node' ? { NODE_ENV: 'production' } : { PYTHONUNBUFFERED: '1' }),
      DATABASE_URL: databaseUrl,
      UPSTREAM_URL: upstreamUrl,
      FILES_DIR: lab.filesDir,
      EXIT_WITH_PARENT: '1',
      ...given('POOL_MAX', sizes.poolMax),
      ...given('POOL_WAIT_MS', sizes.poolWaitMs),
      ...given('WORKERS', sizes.workers),
    },
    cwd: repositoryRoot,
    cores: place === 'own-core' ? (placement.service ?? allCores()) : allCores(),
    logFile: logFileOf(entry, logDir),
    startTimeoutMs: START_TIMEOUT_MS,
  });
  const url = child.ready.listening as string;
  await untilConnected(url, child);
  return { ...child, entry, url, startedMs };
}

/** A server may say that it listens before its workers do. How long that may take; what comes later fails by itself. */
const LATE_MS = 10_000;

async function untilConnected(url: string, child: Child): Promise<void> {
  const { hostname, port } = new URL(url);
  for (const deadline = performance.now() + LATE_MS; performance.now() < deadline; await sleep(5)) {
    const socket = connect({ host: hostname, port: Number(port) });
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen || child.death() !== undefined) return;
  }
}

const given = (name: string, value: number | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: String(value) };
