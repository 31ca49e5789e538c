/** All libraries that are compared: how people call each, where its code is, and which one of the other stack is meant to be alike. */
import { FIELDS, type FieldName, LIBRARIES } from '../results/library-names.ts';
import { STACKS, type StackName } from '../results/names.ts';
import { TITLES } from './titles.ts';

export interface CatalogueEntry {
  field: FieldName;
  stack: StackName;
  name: string;
  /** As people call it. */
  title: string;
  /** Path from the repository's folder. */
  file: string;
  /** What the others of its field and stack are compared to. */
  reference: boolean;
  /** The name of the one of the other stack and the same field that is meant to be alike. */
  twin?: string;
}

/** Node's libraries and their twins in Python: the same shape of library, or the same library. */
const TWINS: Readonly<Record<FieldName, Readonly<Record<string, string>>>> = {
  database: {
    // A driver with its pool, and SQL by hand.
    pg: 'psycopg-pool',
    postgres: 'asyncpg',
    // An ORM that loads relations by itself.
    prisma: 'tortoise',
    typeorm: 'sqlalchemy-orm-asyncpg',
    sequelize: 'django',
    // SQL that is composed, with rows as answers.
    drizzle: 'sqlmodel',
    kysely: 'sqlalchemy-core-asyncpg',
    knex: 'sqlalchemy-core-psycopg-async',
  },
  batching: {
    'undici-request': 'aiohttp',
    'undici-fetch': 'httpx',
    got: 'niquests',
    dataloader: 'aiodataloader',
  },
  streaming: {
    'stream-split': 'text-lines',
    'csv-parse': 'csv',
    duckdb: 'duckdb',
    'nodejs-polars': 'polars',
  },
  workers: {
    piscina: 'process-pool-executor',
    tinypool: 'loky',
    workerpool: 'multiprocessing-pool',
  },
  serving: {
    fastify: 'fastapi-uvicorn',
    express: 'django',
    koa: 'starlette',
    hono: 'litestar',
  },
};

/** Where the file is not called as the library is: entries that differ in a driver or a setting alone share their code. */
const SHARED_FILES: Readonly<Record<string, string>> = {
  'database/python/sqlalchemy-core-psycopg-async': 'core_async',
  'database/python/sqlalchemy-core-psycopg': 'core_sync',
  'database/python/sqlalchemy-core-asyncpg': 'core_async',
  'database/python/sqlalchemy-orm-psycopg-async': 'orm_async',
  'database/python/sqlalchemy-orm-psycopg': 'orm_sync',
  'database/python/sqlalchemy-orm-asyncpg': 'orm_async',
  'database/python/sqlalchemy-orm-psycopg2': 'orm_sync',
  'database/python/sqlalchemy-orm-pg8000': 'orm_sync',
};

/** In the order of the fields, the stacks and the names. */
export const CATALOGUE: readonly CatalogueEntry[] = FIELDS.flatMap((field) =>
  STACKS.flatMap((stack) => LIBRARIES[field][stack].map((name, index) => entryOf(field, stack, name, index === 0))),
);

function entryOf(field: FieldName, stack: StackName, name: string, reference: boolean): CatalogueEntry {
  const title = TITLES[field][stack][name] as string;
  const twin =
    stack === 'node' ? TWINS[field][name] : Object.entries(TWINS[field]).find(([, ofPython]) => ofPython === name)?.[0];
  const file = fileOf(field, stack, name);
  return { ...{ field, stack, name, title, file, reference }, ...(twin === undefined ? {} : { twin }) };
}

function fileOf(field: FieldName, stack: StackName, name: string): string {
  if (stack === 'node') return `node/libraries/${field}/${name}.ts`;
  return `python/libraries/${field}/${SHARED_FILES[`${field}/${stack}/${name}`] ?? name.replaceAll('-', '_')}.py`;
}

/** Names a library in messages, samples and files: e.g. "database/node/pg". */
export const idOf = ({ field, stack, name }: Pick<CatalogueEntry, 'field' | 'stack' | 'name'>) =>
  `${field}/${stack}/${name}`;

/** The beginning of a sample that is about a library, and is known now. */
export const aboutNow = ({ field, stack, name }: CatalogueEntry) => ({
  field,
  stack,
  name,
  at: new Date().toISOString(),
});

/** Whether two are the same library. */
export const isSame = (one: Parameters<typeof idOf>[0], other: Parameters<typeof idOf>[0]) => idOf(one) === idOf(other);

/** The reference of the field and stack of a library. */
export const referenceOf = ({ field, stack }: Pick<CatalogueEntry, 'field' | 'stack'>): CatalogueEntry =>
  CATALOGUE.find((entry) => entry.field === field && entry.stack === stack) as CatalogueEntry;
