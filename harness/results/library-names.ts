/**
 * The libraries that `duet libraries` measures, by field and stack. The first of each list is the reference: what the `after`
 * of the pattern uses, to which the others are compared.
 */
import type { PatternName, StackName } from './names.ts';

/** What a library is for: a pattern, the two patterns that talk to PostgreSQL, or serving HTTP itself. */
export const FIELDS = ['database', 'batching', 'streaming', 'workers', 'serving'] as const;

export type FieldName = (typeof FIELDS)[number];

/** Which field holds the libraries of a pattern. */
export const FIELD_OF_PATTERN: Readonly<Record<PatternName, FieldName>> = {
  parallel: 'database',
  streaming: 'streaming',
  workers: 'workers',
  batching: 'batching',
  pooling: 'database',
};

export const LIBRARIES: Readonly<Record<FieldName, Readonly<Record<StackName, readonly string[]>>>> = {
  database: {
    node: ['pg', 'postgres', 'prisma', 'drizzle', 'kysely', 'knex', 'typeorm', 'sequelize'],
    python: [
      'sqlalchemy-core-psycopg-async',
      'sqlalchemy-core-psycopg',
      'sqlalchemy-core-asyncpg',
      'sqlalchemy-orm-psycopg-async',
      'sqlalchemy-orm-psycopg',
      'sqlalchemy-orm-asyncpg',
      'sqlalchemy-orm-psycopg2',
      'sqlalchemy-orm-pg8000',
      'psycopg-pool',
      'asyncpg',
      'django',
      'django-pool',
      'tortoise',
      'sqlmodel',
      'peewee',
    ],
  },
  batching: {
    node: ['undici-request', 'undici-fetch', 'global-fetch', 'node-http', 'ky', 'got', 'dataloader', 'p-limit'],
    python: ['httpx', 'aiohttp', 'requests', 'niquests', 'aiodataloader'],
  },
  streaming: {
    node: ['stream-split', 'readline', 'csv-parse', 'papaparse', 'duckdb', 'nodejs-polars'],
    python: ['text-lines', 'csv', 'polars', 'pyarrow', 'duckdb', 'pandas'],
  },
  workers: {
    node: ['piscina', 'worker-threads', 'tinypool', 'workerpool', 'poolifier'],
    python: ['process-pool-executor', 'multiprocessing-pool', 'loky', 'anyio', 'joblib'],
  },
  serving: {
    node: ['fastify', 'express', 'hono', 'koa', 'node-http'],
    python: [
      'fastapi-uvicorn',
      'fastapi-uvicorn-h11',
      'fastapi-granian',
      'fastapi-hypercorn',
      'starlette',
      'litestar',
      'django',
    ],
  },
};

/** What is asked of the libraries of a field: a request, as harness/libraries/operations.ts makes it. */
export const OPERATIONS = {
  database: ['read', 'profile', 'transfer', 'insert'],
  batching: ['enrich'],
  streaming: ['summarize'],
  workers: ['report'],
  serving: ['light', 'read'],
} as const satisfies Record<FieldName, readonly string[]>;

export type OperationName = (typeof OPERATIONS)[FieldName][number];

/** What is done to a library's process to see what breaks. */
export const BREAKS = {
  database: ['pooler', 'restart', 'disconnect', 'patience'],
  batching: [],
  streaming: [],
  workers: ['worker-dies'],
  serving: ['large-body'],
} as const satisfies Record<FieldName, readonly string[]>;

export type BreakName = (typeof BREAKS)[FieldName][number];
