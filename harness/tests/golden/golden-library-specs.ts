/** The libraries of the made-up run: what each causes and costs, and what breaks with it. */
import type { Library, LibraryBreak } from '../../results/libraries.ts';

export interface LibrarySpec extends Pick<Library, 'field' | 'stack' | 'name' | 'title'> {
  twin?: string;
  /** Without its end; as the library is called, where it is absent. */
  file?: string;
  versions?: Library['versions'];
  /** A request of every operation, in ms. */
  cpuMs: number[];
  /** Round trips or calls of every operation. */
  causes?: number[];
  /** As the first operation of a process. */
  first?: { round_trips?: number; statements?: number; connections?: number; calls?: number };
  memoryMb: number;
  startMs: number;
  pool?: NonNullable<Library['pool']>;
  breaks?: LibraryBreak[];
  install?: Library['install'];
  answers?: Library['answers'];
  surprises?: Library['surprises'];
}

const EVIL = '<script>document.title = "said"</script> a | b `c` \u001b[31m';

const broke = (
  name: LibraryBreak['break'],
  outcome: LibraryBreak['outcome'],
  figures: LibraryBreak['figures'] = {},
  said?: string,
): LibraryBreak => ({ break: name, outcome, figures, ...(said === undefined ? {} : { said }) });

const unharmed = (...names: LibraryBreak['break'][]) => names.map((name) => broke(name, 'unharmed', { requests: 40 }));

const database: LibrarySpec[] = [
  {
    ...{ field: 'database', stack: 'node', name: 'pg', title: 'pg', twin: 'psycopg-pool' },
    ...{ versions: { pg: '8.23.1' }, cpuMs: [0.21, 0.5, 0.7, 0.9], causes: [1, 3, 4, 1], memoryMb: 71, startMs: 240 },
    first: { round_trips: 5, statements: 1, connections: 1 },
    pool: { most: 10, asked: 64, wait: 'longer', wait_ms: 35_000 },
    breaks: [
      ...unharmed('pooler'),
      broke(
        'restart',
        'recovered',
        {
          idle_requests: 20,
          idle_failed: 0,
          busy_requests: 410,
          busy_failed: 3,
          late_failed: 1,
          down_ms: 140,
          recovered_ms: 9.1,
        },
        'terminating connection due to administrator command',
      ),
      broke('disconnect', 'recovered', { sleep_ms: 5_000, running_after_ms: 4_900, next_ms: 4_910 }),
      broke(
        'patience',
        'no-answer',
        { wait_ms: 35_000, limit_ms: 500, set_wait_ms: 502 },
        'timeout exceeded when trying to connect',
      ),
    ],
  },
  {
    ...{ field: 'database', stack: 'node', name: 'postgres', title: 'Postgres.js', twin: 'asyncpg' },
    ...{ versions: { postgres: '3.4.9' }, cpuMs: [0.19, 0.41, 0.6, 0.7], causes: [1, 3, 4, 1] },
    ...{ memoryMb: 69, startMs: 210, first: { round_trips: 6, statements: 2, connections: 1 } },
    pool: { most: 10, asked: 64, wait: 'longer', wait_ms: 35_000 },
    breaks: [
      broke(
        'pooler',
        'unharmed',
        { requests: 356, failed: 0, wrong: 0, untracked_requests: 356, untracked_failed: 12, untracked_wrong: 0 },
        'prepared statement "abc" does not exist',
      ),
      ...unharmed('restart', 'disconnect'),
      broke('patience', 'no-answer', { wait_ms: 35_000, limit_ms: 500 }),
    ],
  },
  {
    ...{ field: 'database', stack: 'node', name: 'prisma', title: 'Prisma', twin: 'tortoise' },
    versions: { '@prisma/client': '7.10.0', '@prisma/adapter-pg': '7.10.1', pg: '8.23.1' },
    ...{ cpuMs: [0.65, 1.9, 1.6, 1.3], causes: [1, 3, 4, 3], memoryMb: 152, startMs: 610 },
    first: { round_trips: 5, statements: 1, connections: 1 },
    pool: { most: 10, asked: 64, wait: 'error', wait_ms: 10_020, said: EVIL },
    breaks: [
      ...unharmed('pooler', 'restart'),
      broke('disconnect', 'failed', { sleep_ms: 5_000, connections: 1 }),
      broke('patience', 'failed', { wait_ms: 10_020, limit_ms: 500, set_wait_ms: 510 }, EVIL),
    ],
    surprises: [
      { guess: { operation: 'insert', of: 'round_trips', when: 'warm', value: 1 }, found: 3 },
      { guess: { operation: 'read', of: 'cpu', value: 5 }, found: 3.1 },
    ],
  },
  {
    ...{ field: 'database', stack: 'node', name: 'typeorm', title: 'TypeORM' },
    ...{ versions: { typeorm: '1.1.1', pg: '8.23.1' }, cpuMs: [0.44, 1.2, 1.3, 1.6], causes: [1, 1, 6, 3] },
    ...{ memoryMb: 118, startMs: 480, first: { round_trips: 12, statements: 8, connections: 2 } },
    pool: { most: null, asked: 64, wait: 'not-reached' },
    answers: { operation: 'profile', difference: `$.orders[0].placed_on: "2026-01-03" and "${EVIL}"` },
    breaks: [
      { ...broke('pooler', 'not-run'), reason: 'no-start' as const },
      broke('restart', 'process-ended', { exit_code: 1 }, EVIL),
    ],
  },
  {
    ...{ field: 'database', stack: 'python', name: 'sqlalchemy-core-psycopg-async', file: 'core_async' },
    title: 'SQLAlchemy Core on async psycopg',
    versions: { sqlalchemy: '2.1.9', psycopg: '3.3.9' },
    ...{ cpuMs: [0.9, 2.1, 2.4, 2.2], causes: [3, 5, 4, 3], memoryMb: 82, startMs: 900 },
    first: { round_trips: 13, statements: 7, connections: 1 },
    pool: {
      most: 15,
      asked: 64,
      wait: 'error',
      wait_ms: 30_010,
      said: 'QueuePool limit of size 5 overflow 10 reached',
    },
    breaks: [
      ...unharmed('pooler', 'disconnect'),
      broke('restart', 'recovered', { idle_requests: 20, idle_failed: 1, busy_requests: 300, busy_failed: 5 }),
    ],
  },
  {
    ...{ field: 'database', stack: 'python', name: 'sqlalchemy-core-asyncpg', file: 'core_async' },
    ...{ title: 'SQLAlchemy Core on asyncpg', versions: { sqlalchemy: '2.1.9', asyncpg: '0.32.0' } },
    ...{ cpuMs: [0.91, 2.11, 2.38, 2.25], causes: [3, 5, 4, 3], memoryMb: 80, startMs: 870 },
    first: { round_trips: 17, statements: 9, connections: 1 },
    pool: {
      most: 15,
      asked: 64,
      wait: 'error',
      wait_ms: 30_030,
      said: 'QueuePool limit of size 5 overflow 10 reached',
    },
    breaks: [broke('pooler', 'wrong', { requests: 356, failed: 2, wrong: 3 }), ...unharmed('disconnect', 'restart')],
  },
  {
    ...{ field: 'database', stack: 'python', name: 'psycopg-pool', title: 'psycopg_pool', twin: 'pg' },
    ...{ versions: { 'psycopg-pool': '3.3.3', psycopg: '3.3.9' }, cpuMs: [0.52, 1.2, 1.5, 1.4], causes: [3, 5, 4, 3] },
    ...{ memoryMb: 61, startMs: 520, first: { round_trips: 9, statements: 3, connections: 4 } },
    pool: { most: 4, asked: 64, wait: 'error', wait_ms: 30_001, said: 'couldn’t get a connection after 30.00 sec' },
  },
  {
    ...{ field: 'database', stack: 'python', name: 'asyncpg', title: 'asyncpg' },
    ...{
      versions: { asyncpg: '0.32.0' },
      cpuMs: [0.35, 0.9, 1.1, 1.2],
      causes: [2, 4, 4, 2],
      memoryMb: 58,
      startMs: 500,
    },
    first: { round_trips: 24, statements: 12, connections: 10 },
    pool: { most: 10, asked: 64, wait: 'longer', wait_ms: 35_000 },
  },
  {
    ...{ field: 'database', stack: 'python', name: 'tortoise', title: 'Tortoise ORM' },
    ...{ cpuMs: [1.4, 4.2, 2, 3.9], causes: [2, 6, 4, 3], memoryMb: 78, startMs: 760 },
    install: { error: `ERROR: No matching distribution found for tortoise-orm==1.1.9 ${EVIL}` },
  },
];

const batching: LibrarySpec[] = [
  {
    ...{ field: 'batching', stack: 'node', name: 'undici-request', title: 'undici request', twin: 'aiohttp' },
    ...{ versions: { undici: '8.12.4' }, cpuMs: [2.1], causes: [2], first: { calls: 2, connections: 1 } },
    ...{ memoryMb: 68, startMs: 190 },
  },
  {
    ...{ field: 'batching', stack: 'node', name: 'undici-fetch', title: 'undici fetch', twin: 'httpx' },
    ...{ versions: { undici: '8.12.4' }, cpuMs: [2.6], causes: [2], first: { calls: 2, connections: 1 } },
    ...{ memoryMb: 72, startMs: 200 },
    surprises: [{ guess: { operation: 'enrich', of: 'cpu', value: 2.7 }, found: 1.24 }],
  },
  {
    ...{ field: 'batching', stack: 'node', name: 'p-limit', title: 'p-limit with a call per user' },
    ...{ versions: { 'p-limit': '7.3.3', undici: '8.12.4' }, cpuMs: [31], causes: [200] },
    ...{ first: { calls: 200, connections: 10 }, memoryMb: 90, startMs: 195 },
  },
  {
    ...{ field: 'batching', stack: 'python', name: 'httpx', title: 'httpx', versions: { httpx: '0.28.1' } },
    ...{ cpuMs: [6.4], causes: [2], first: { calls: 2, connections: 1 }, memoryMb: 64, startMs: 610 },
  },
  {
    ...{ field: 'batching', stack: 'python', name: 'aiohttp', title: 'aiohttp', versions: { aiohttp: '3.14.5' } },
    ...{ cpuMs: [1.9], causes: [2], first: { calls: 2, connections: 1 }, memoryMb: 66, startMs: 640 },
  },
];

const streaming: LibrarySpec[] = [
  {
    ...{ field: 'streaming', stack: 'node', name: 'stream-split', title: 'stream and split', twin: 'text-lines' },
    ...{ cpuMs: [410], memoryMb: 92, startMs: 150 },
  },
  {
    ...{ field: 'streaming', stack: 'node', name: 'papaparse', title: 'Papa Parse', versions: { papaparse: '5.7.1' } },
    ...{ cpuMs: [760], memoryMb: 240, startMs: 160 },
  },
  {
    ...{ field: 'streaming', stack: 'node', name: 'nodejs-polars', title: 'Polars', twin: 'polars' },
    ...{
      cpuMs: [200],
      memoryMb: 300,
      startMs: 220,
      install: { error: 'npm error 404 Not Found - nodejs-polars@0.26.1' },
    },
  },
  {
    ...{ field: 'streaming', stack: 'python', name: 'text-lines', title: 'text lines', cpuMs: [980] },
    ...{ memoryMb: 51, startMs: 430 },
  },
  {
    ...{ field: 'streaming', stack: 'python', name: 'polars', title: 'Polars', versions: { polars: '2.1.0' } },
    ...{ cpuMs: [120], memoryMb: 410, startMs: 700 },
  },
];

const workers: LibrarySpec[] = [
  {
    ...{ field: 'workers', stack: 'node', name: 'piscina', title: 'Piscina', versions: { piscina: '5.3.2' } },
    ...{ cpuMs: [505], memoryMb: 120, startMs: 210, twin: 'process-pool-executor' },
    breaks: [broke('worker-dies', 'recovered', { reports: 4, failed: 0, die_ms: 31 }, 'worker exited with code: 1')],
  },
  {
    ...{ field: 'workers', stack: 'node', name: 'workerpool', title: 'workerpool', versions: { workerpool: '10.0.3' } },
    ...{ cpuMs: [508], memoryMb: 118, startMs: 205 },
    breaks: [broke('worker-dies', 'unharmed', { reports: 4, failed: 0, die_ms: 40 })],
  },
  {
    ...{ field: 'workers', stack: 'python', name: 'process-pool-executor', title: 'ProcessPoolExecutor' },
    ...{ cpuMs: [520], memoryMb: 180, startMs: 480 },
    breaks: [
      broke(
        'worker-dies',
        'failed',
        { reports: 4, failed: 4, die_ms: 22 },
        'BrokenProcessPool: A process was terminated',
      ),
    ],
  },
  {
    ...{ field: 'workers', stack: 'python', name: 'multiprocessing-pool', title: 'multiprocessing.Pool' },
    ...{ cpuMs: [515], memoryMb: 170, startMs: 470 },
    breaks: [broke('worker-dies', 'no-answer', { reports: 4, failed: 0, die_ms: 10_000 })],
  },
];

const serving: LibrarySpec[] = [
  {
    ...{ field: 'serving', stack: 'node', name: 'fastify', title: 'Fastify', versions: { fastify: '5.12.8' } },
    ...{ cpuMs: [0.06, 0.24], memoryMb: 66, startMs: 230, twin: 'fastapi-uvicorn' },
    breaks: [
      broke(
        'large-body',
        'failed',
        { sent_bytes: 1e8, status: 413, took_ms: 8.2 },
        'FST_ERR_CTP_BODY_TOO_LARGE: Request body is too large',
      ),
    ],
  },
  {
    ...{ field: 'serving', stack: 'node', name: 'express', title: 'Express', versions: { express: '5.3.0' } },
    ...{ cpuMs: [0.13, 0.31], memoryMb: 70, startMs: 250 },
    breaks: [
      broke('large-body', 'unharmed', {
        sent_bytes: 1e8,
        status: 200,
        took_ms: 61,
        idle_rss_bytes: 7.1e7,
        peak_rss_bytes: 2.1e8,
      }),
    ],
  },
  {
    ...{ field: 'serving', stack: 'python', name: 'fastapi-uvicorn', cpuMs: [0.21, 0.88], memoryMb: 60, startMs: 540 },
    ...{ title: 'FastAPI on uvicorn with uvloop', versions: { fastapi: '0.165.0', uvicorn: '0.54.0' } },
    breaks: [
      broke('large-body', 'unharmed', {
        sent_bytes: 1e8,
        status: 200,
        took_ms: 240,
        idle_rss_bytes: 6.2e7,
        peak_rss_bytes: 4.1e8,
      }),
    ],
  },
  {
    ...{ field: 'serving', stack: 'python', name: 'django', title: 'Django on uvicorn', cpuMs: [0.6, 1.4] },
    ...{ versions: { django: '5.2.19', uvicorn: '0.54.0' }, memoryMb: 74, startMs: 620 },
    answers: { operation: 'read', error: `ImproperlyConfigured: ${EVIL}` },
    breaks: [broke('large-body', 'failed', { sent_bytes: 1e8, status: 400, took_ms: 30 }, 'RequestDataTooBig')],
  },
];

export const goldenLibrarySpecs: LibrarySpec[] = [...database, ...batching, ...streaming, ...workers, ...serving];
