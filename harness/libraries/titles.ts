/** How people call each library, and the packages that make it. */
import type { FieldName } from '../results/library-names.ts';
import type { StackName } from '../results/names.ts';

/** The title, then the packages. */
type Named = readonly [title: string, ...packages: string[]];

export const TITLES: Readonly<Record<FieldName, Readonly<Record<StackName, Readonly<Record<string, Named>>>>>> = {
  database: {
    node: {
      pg: ['pg', 'pg'],
      postgres: ['Postgres.js', 'postgres'],
      prisma: ['Prisma', '@prisma/client', '@prisma/adapter-pg', 'pg'],
      drizzle: ['Drizzle', 'drizzle-orm', 'pg'],
      kysely: ['Kysely', 'kysely', 'pg'],
      knex: ['Knex', 'knex', 'pg'],
      typeorm: ['TypeORM', 'typeorm', 'pg'],
      sequelize: ['Sequelize', 'sequelize', 'pg'],
    },
    python: {
      'sqlalchemy-core-psycopg-async': ['SQLAlchemy Core on psycopg, async', 'sqlalchemy', 'psycopg'],
      'sqlalchemy-core-psycopg': ['SQLAlchemy Core on psycopg', 'sqlalchemy', 'psycopg'],
      'sqlalchemy-core-asyncpg': ['SQLAlchemy Core on asyncpg', 'sqlalchemy', 'asyncpg'],
      'sqlalchemy-orm-psycopg-async': ['SQLAlchemy ORM on psycopg, async', 'sqlalchemy', 'psycopg'],
      'sqlalchemy-orm-psycopg': ['SQLAlchemy ORM on psycopg', 'sqlalchemy', 'psycopg'],
      'sqlalchemy-orm-asyncpg': ['SQLAlchemy ORM on asyncpg', 'sqlalchemy', 'asyncpg'],
      'sqlalchemy-orm-psycopg2': ['SQLAlchemy ORM on psycopg2', 'sqlalchemy', 'psycopg2-binary'],
      'sqlalchemy-orm-pg8000': ['SQLAlchemy ORM on pg8000', 'sqlalchemy', 'pg8000'],
      'psycopg-pool': ['psycopg_pool', 'psycopg-pool', 'psycopg'],
      asyncpg: ['asyncpg', 'asyncpg'],
      django: ['Django ORM, persistent connections', 'django', 'psycopg'],
      'django-pool': ['Django ORM, pool', 'django', 'psycopg', 'psycopg-pool'],
      tortoise: ['Tortoise ORM', 'tortoise-orm', 'asyncpg'],
      sqlmodel: ['SQLModel', 'sqlmodel', 'sqlalchemy', 'psycopg'],
      peewee: ['Peewee', 'peewee', 'psycopg2-binary'],
    },
  },
  batching: {
    node: {
      'undici-request': ['undici request', 'undici'],
      'undici-fetch': ['undici fetch', 'undici'],
      'global-fetch': ['global fetch'],
      'node-http': ['node:http'],
      ky: ['ky', 'ky'],
      got: ['got', 'got'],
      dataloader: ['DataLoader', 'dataloader', 'undici'],
      'p-limit': ['p-limit, a call per user', 'p-limit', 'undici'],
    },
    python: {
      httpx: ['httpx', 'httpx'],
      aiohttp: ['aiohttp', 'aiohttp'],
      requests: ['requests in threads', 'requests'],
      niquests: ['niquests', 'niquests'],
      aiodataloader: ['aiodataloader', 'aiodataloader', 'httpx'],
    },
  },
  streaming: {
    node: {
      'stream-split': ['stream and split'],
      readline: ['node:readline'],
      'csv-parse': ['csv-parse', 'csv-parse'],
      papaparse: ['Papa Parse', 'papaparse'],
      duckdb: ['DuckDB', '@duckdb/node-api'],
      'nodejs-polars': ['Polars', 'nodejs-polars'],
    },
    python: {
      'text-lines': ['text lines'],
      csv: ['csv'],
      polars: ['Polars', 'polars'],
      pyarrow: ['PyArrow', 'pyarrow'],
      duckdb: ['DuckDB', 'duckdb'],
      pandas: ['pandas in chunks', 'pandas'],
    },
  },
  workers: {
    node: {
      piscina: ['Piscina', 'piscina'],
      'worker-threads': ['worker_threads, one per report'],
      tinypool: ['Tinypool', 'tinypool'],
      workerpool: ['workerpool', 'workerpool'],
      poolifier: ['Poolifier', 'poolifier'],
    },
    python: {
      'process-pool-executor': ['ProcessPoolExecutor'],
      'multiprocessing-pool': ['multiprocessing.Pool'],
      loky: ['loky', 'loky'],
      anyio: ['anyio.to_process', 'anyio'],
      joblib: ['joblib', 'joblib'],
    },
  },
  serving: {
    node: {
      fastify: ['Fastify', 'fastify'],
      express: ['Express', 'express'],
      hono: ['Hono on node-server', 'hono', '@hono/node-server'],
      koa: ['Koa', 'koa', '@koa/router'],
      'node-http': ['node:http'],
    },
    python: {
      'fastapi-uvicorn': ['FastAPI on uvicorn, httptools and uvloop', 'fastapi', 'uvicorn', 'httptools', 'uvloop'],
      'fastapi-uvicorn-h11': ['FastAPI on uvicorn, h11', 'fastapi', 'uvicorn', 'h11'],
      'fastapi-granian': ['FastAPI on granian', 'fastapi', 'granian'],
      'fastapi-hypercorn': ['FastAPI on hypercorn', 'fastapi', 'hypercorn'],
      starlette: ['Starlette on uvicorn', 'starlette', 'uvicorn'],
      litestar: ['Litestar on uvicorn', 'litestar', 'uvicorn'],
      django: ['Django on uvicorn', 'django', 'uvicorn'],
    },
  },
};
