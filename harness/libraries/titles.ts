/** How people call each library. Titles stand in lists and in sentences: without commas and parentheses. */
import type { FieldName } from '../results/library-names.ts';
import type { StackName } from '../results/names.ts';

export const TITLES: Readonly<Record<FieldName, Readonly<Record<StackName, Readonly<Record<string, string>>>>>> = {
  database: {
    node: {
      pg: 'pg',
      postgres: 'Postgres.js',
      prisma: 'Prisma',
      drizzle: 'Drizzle',
      kysely: 'Kysely',
      knex: 'Knex',
      typeorm: 'TypeORM',
      sequelize: 'Sequelize',
    },
    python: {
      'sqlalchemy-core-psycopg-async': 'SQLAlchemy Core on async psycopg',
      'sqlalchemy-core-psycopg': 'SQLAlchemy Core on psycopg',
      'sqlalchemy-core-asyncpg': 'SQLAlchemy Core on asyncpg',
      'sqlalchemy-orm-psycopg-async': 'SQLAlchemy ORM on async psycopg',
      'sqlalchemy-orm-psycopg': 'SQLAlchemy ORM on psycopg',
      'sqlalchemy-orm-asyncpg': 'SQLAlchemy ORM on asyncpg',
      'sqlalchemy-orm-psycopg2': 'SQLAlchemy ORM on psycopg2',
      'sqlalchemy-orm-pg8000': 'SQLAlchemy ORM on pg8000',
      'psycopg-pool': 'psycopg_pool',
      asyncpg: 'asyncpg',
      django: 'Django ORM with persistent connections',
      'django-pool': 'Django ORM with a pool',
      tortoise: 'Tortoise ORM',
      sqlmodel: 'SQLModel',
      peewee: 'Peewee',
    },
  },
  batching: {
    node: {
      'undici-request': 'undici request',
      'undici-fetch': 'undici fetch',
      'global-fetch': 'global fetch',
      'node-http': 'node:http',
      ky: 'ky',
      got: 'got',
      dataloader: 'DataLoader',
      'p-limit': 'p-limit with a call per user',
    },
    python: {
      httpx: 'httpx',
      aiohttp: 'aiohttp',
      requests: 'requests in threads',
      niquests: 'niquests',
      aiodataloader: 'aiodataloader',
    },
  },
  streaming: {
    node: {
      'stream-split': 'stream and split',
      readline: 'node:readline',
      'csv-parse': 'csv-parse',
      papaparse: 'Papa Parse',
      duckdb: 'DuckDB',
      'nodejs-polars': 'Polars',
    },
    python: {
      'text-lines': 'text lines',
      csv: 'csv',
      polars: 'Polars',
      pyarrow: 'PyArrow',
      duckdb: 'DuckDB',
      pandas: 'pandas in chunks',
    },
  },
  workers: {
    node: {
      piscina: 'Piscina',
      'worker-threads': 'a worker_thread per report',
      tinypool: 'Tinypool',
      workerpool: 'workerpool',
      poolifier: 'Poolifier',
    },
    python: {
      'process-pool-executor': 'ProcessPoolExecutor',
      'multiprocessing-pool': 'multiprocessing.Pool',
      loky: 'loky',
      anyio: 'anyio.to_process',
      joblib: 'joblib',
    },
  },
  serving: {
    node: {
      fastify: 'Fastify',
      express: 'Express',
      hono: 'Hono on node-server',
      koa: 'Koa',
      'node-http': 'node:http',
    },
    python: {
      'fastapi-uvicorn': 'FastAPI on uvicorn with uvloop',
      'fastapi-uvicorn-h11': 'FastAPI on uvicorn with h11',
      'fastapi-granian': 'FastAPI on granian',
      'fastapi-hypercorn': 'FastAPI on hypercorn',
      starlette: 'Starlette on uvicorn',
      litestar: 'Litestar on uvicorn',
      django: 'Django on uvicorn',
    },
  },
};
