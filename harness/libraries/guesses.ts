/**
 * What one who knows these libraries expects of them, written down before any of it was counted or measured here: what is found
 * to be far from it is worth a reader's attention. It is never adapted to what was found; a library that is added brings its own.
 *
 * The counts are reckoned with a login by password (SCRAM), which takes three round trips, and with the question for TLS that
 * libpq, asyncpg and pg8000 ask first, a fourth one.
 */

import type { Guess } from '../results/libraries.ts';
import type { FieldName, OperationName } from '../results/library-names.ts';
import type { CatalogueEntry } from './catalogue.ts';

/** Costs are ratios to the reference, which has none. */
interface ExpectedOperation {
  round_trips?: number;
  calls?: number;
  cpu?: number;
  throughput?: number;
  peak_rss?: number;
}

interface Expected {
  /** The most connections of its default pool. */
  pool?: number;
  /** The ratio of the time until its first answer. */
  start_up?: number;
  /** The first operation of a process, of those below the first one; connections to the external API where it calls that. */
  first?: { round_trips?: number; connections: number };
  operations: Readonly<Partial<Record<OperationName, ExpectedOperation>>>;
}

type Costs = readonly [cpu: number, throughput: number];
type Trips = readonly [read: number, profile: number, transfer: number, insert: number];

/** The pool and the first operation, the round trips of each operation on a warm process, and the costs. */
const database = (
  [pool, firstTrips, connections]: readonly [pool: number, trips: number, connections: number],
  [read, profile, transfer, insert]: Trips,
  costs?: {
    start_up: number;
    peak_rss: number;
    read: Costs;
    profile: Costs;
    transfer: Costs;
    insert: Costs;
  },
): Expected => ({
  ...{ pool, first: { round_trips: firstTrips, connections } },
  ...(costs === undefined ? {} : { start_up: costs.start_up }),
  operations: {
    read: { round_trips: read, ...ratios(costs?.read, costs?.peak_rss) },
    profile: { round_trips: profile, ...ratios(costs?.profile) },
    transfer: { round_trips: transfer, ...ratios(costs?.transfer) },
    insert: { round_trips: insert, ...ratios(costs?.insert) },
  },
});

/** For 200 users. */
const batching = (calls: number, connections: number, costs?: Costs, start_up = 1): Expected => ({
  first: { connections },
  ...(costs === undefined ? {} : { start_up }),
  operations: { enrich: { calls, ...ratios(costs, costs && 1) } },
});

const streaming = (costs?: Costs, peak_rss = 1, start_up = 1): Expected => ({
  ...(costs === undefined ? {} : { start_up }),
  operations: { summarize: ratios(costs, costs && peak_rss) },
});

const workers = (costs?: Costs, peak_rss = 1, start_up = 1): Expected => ({
  ...(costs === undefined ? {} : { start_up }),
  operations: { report: ratios(costs, costs && peak_rss) },
});

/** Who serves does not choose how the database is asked: that is the same in all of a stack. */
const serving = (light?: Costs, read?: Costs, peak_rss = 1, start_up = 1): Expected => ({
  ...(light === undefined ? {} : { start_up }),
  operations: { light: ratios(light, light && peak_rss), read: ratios(read) },
});

function ratios(costs?: Costs, peak_rss?: number): ExpectedOperation {
  if (costs === undefined) return {};
  const [cpu, throughput] = costs;
  return { cpu, throughput, ...(peak_rss === undefined ? {} : { peak_rss }) };
}

const EXPECTED: Readonly<Record<FieldName, Readonly<Record<string, Readonly<Record<string, Expected>>>>>> = {
  database: {
    node: {
      // The statement goes out in one message; the three of a profile in one each.
      pg: database([10, 4, 1], [1, 3, 4, 1]),
      // It asks for the types of arrays once, and describes a statement before it first sends values.
      postgres: database([10, 6, 1], [1, 3, 4, 1], {
        ...{ start_up: 1, peak_rss: 1 },
        ...{ read: [0.9, 1.1], profile: [0.9, 1.1], transfer: [0.9, 1.1], insert: [1.2, 0.9] },
      }),
      // A statement per relation; writing many is put into a transaction.
      prisma: database([10, 4, 1], [1, 3, 4, 3], {
        ...{ start_up: 2, peak_rss: 1.5 },
        ...{ read: [3, 0.35], profile: [3, 0.35], transfer: [3.5, 0.4], insert: [3, 0.4] },
      }),
      // Relations are joined laterally and come as JSON, in one statement.
      drizzle: database([10, 4, 1], [1, 1, 4, 1], {
        ...{ start_up: 1.2, peak_rss: 1.1 },
        ...{ read: [1.4, 0.75], profile: [1.3, 0.8], transfer: [1.4, 0.8], insert: [1.5, 0.7] },
      }),
      kysely: database([10, 4, 1], [1, 1, 4, 1], {
        ...{ start_up: 1.2, peak_rss: 1.1 },
        ...{ read: [1.3, 0.8], profile: [1, 1], transfer: [1.3, 0.85], insert: [1.4, 0.75] },
      }),
      // A new connection is asked for its version.
      knex: database([10, 5, 1], [1, 3, 4, 1], {
        ...{ start_up: 1.4, peak_rss: 1.1 },
        ...{ read: [1.6, 0.65], profile: [1.6, 0.65], transfer: [1.5, 0.75], insert: [1.8, 0.6] },
      }),
      // It looks for the ids first where it joins, and asks for version and schema before it begins.
      typeorm: database([10, 6, 1], [1, 2, 4, 1], {
        ...{ start_up: 2, peak_rss: 1.4 },
        ...{ read: [2.2, 0.5], profile: [3, 0.35], transfer: [1.8, 0.65], insert: [3, 0.4] },
      }),
      // A connection for the version alone; then settings and the types.
      sequelize: database([5, 11, 2], [1, 1, 4, 1], {
        ...{ start_up: 1.8, peak_rss: 1.3 },
        ...{ read: [2.2, 0.5], profile: [3, 0.35], transfer: [2, 0.6], insert: [3, 0.4] },
      }),
    },
    python: {
      // BEGIN and ROLLBACK around what is read. Five connections and ten more.
      'sqlalchemy-core-psycopg-async': database([15, 14, 1], [3, 5, 4, 3]),
      'sqlalchemy-core-psycopg': database([15, 14, 1], [3, 5, 4, 3], {
        ...{ start_up: 1, peak_rss: 1 },
        ...{ read: [0.9, 1.1], profile: [0.85, 1.15], transfer: [0.85, 1.15], insert: [0.9, 1.1] },
      }),
      // A statement is prepared once per connection, two for the types of JSON and three for the version.
      'sqlalchemy-core-asyncpg': database([15, 20, 1], [3, 5, 4, 3], {
        ...{ start_up: 1, peak_rss: 1 },
        ...{ read: [0.8, 1.25], profile: [0.8, 1.25], transfer: [0.8, 1.25], insert: [0.7, 1.4] },
      }),
      'sqlalchemy-orm-psycopg-async': database([15, 14, 1], [3, 5, 4, 3], {
        ...{ start_up: 1.05, peak_rss: 1.05 },
        ...{ read: [1.3, 0.75], profile: [1.7, 0.6], transfer: [1.2, 0.85], insert: [1.3, 0.75] },
      }),
      'sqlalchemy-orm-psycopg': database([15, 14, 1], [3, 5, 4, 3], {
        ...{ start_up: 1.05, peak_rss: 1.05 },
        ...{ read: [1.2, 0.85], profile: [1.5, 0.65], transfer: [1.1, 0.95], insert: [1.2, 0.85] },
      }),
      'sqlalchemy-orm-asyncpg': database([15, 20, 1], [3, 5, 4, 3], {
        ...{ start_up: 1.05, peak_rss: 1.05 },
        ...{ read: [1.1, 0.9], profile: [1.5, 0.65], transfer: [1, 1], insert: [1, 1] },
      }),
      // Many rows go into one statement.
      'sqlalchemy-orm-psycopg2': database([15, 15, 1], [3, 5, 4, 3], {
        ...{ start_up: 1, peak_rss: 1 },
        ...{ read: [0.9, 1.1], profile: [1.2, 0.85], transfer: [0.8, 1.2], insert: [0.6, 1.6] },
      }),
      // It waits for parsing, for describing and for executing, and inserts one row at a time.
      'sqlalchemy-orm-pg8000': database([15, 20, 1], [5, 11, 8, 302], {
        ...{ start_up: 1.1, peak_rss: 1 },
        ...{ read: [1.8, 0.55], profile: [2.5, 0.4], transfer: [1.8, 0.55], insert: [8, 0.12] },
      }),
      // Four connections from the beginning, and never more.
      'psycopg-pool': database([4, 19, 4], [3, 5, 4, 3], {
        ...{ start_up: 0.8, peak_rss: 0.9 },
        ...{ read: [0.6, 1.6], profile: [0.6, 1.6], transfer: [0.6, 1.6], insert: [0.9, 1.1] },
      }),
      // Ten from the beginning; one that is given back is reset.
      asyncpg: database([10, 43, 10], [2, 6, 5, 2], {
        ...{ start_up: 0.8, peak_rss: 0.85 },
        ...{ read: [0.4, 2.4], profile: [0.45, 2], transfer: [0.45, 2], insert: [0.3, 3] },
      }),
      // A connection per thread, of which there are forty; outside transactions nothing is added.
      django: database([40, 6, 1], [1, 3, 4, 3], {
        ...{ start_up: 1.1, peak_rss: 1.1 },
        ...{ read: [1, 1], profile: [1.5, 0.65], transfer: [0.9, 1.1], insert: [1.2, 0.85] },
      }),
      'django-pool': database([4, 21, 4], [1, 3, 4, 3], {
        ...{ start_up: 1.2, peak_rss: 1.1 },
        ...{ read: [1.1, 0.9], profile: [1.6, 0.6], transfer: [1, 1], insert: [1.3, 0.8] },
      }),
      // A connection is taken and reset for every statement outside a transaction.
      tortoise: database([5, 7, 1], [2, 6, 5, 4], {
        ...{ start_up: 1, peak_rss: 0.95 },
        ...{ read: [0.9, 1.1], profile: [1.3, 0.75], transfer: [0.8, 1.2], insert: [1, 1] },
      }),
      sqlmodel: database([15, 14, 1], [3, 5, 4, 3], {
        ...{ start_up: 1.15, peak_rss: 1.1 },
        ...{ read: [1.3, 0.8], profile: [1.7, 0.6], transfer: [1.1, 0.9], insert: [1.8, 0.55] },
      }),
      peewee: database([20, 5, 1], [1, 3, 4, 1], {
        ...{ start_up: 0.85, peak_rss: 0.85 },
        ...{ read: [0.8, 1.25], profile: [1.1, 0.9], transfer: [0.7, 1.4], insert: [0.9, 1.1] },
      }),
    },
  },
  batching: {
    node: {
      'undici-request': batching(2, 1),
      'undici-fetch': batching(2, 1, [1.5, 0.65], 1.05),
      'global-fetch': batching(2, 1, [1.5, 0.65]),
      'node-http': batching(2, 1, [1.1, 0.9], 0.9),
      ky: batching(2, 1, [1.8, 0.55], 1.05),
      got: batching(2, 1, [2.2, 0.45], 1.3),
      // What is loaded in one turn of the loop goes out at once.
      dataloader: batching(2, 2, [1.3, 0.8]),
      'p-limit': batching(200, 10, [20, 0.05]),
    },
    python: {
      httpx: batching(2, 1),
      aiohttp: batching(2, 1, [0.6, 1.6]),
      requests: batching(2, 1, [1, 1]),
      niquests: batching(2, 1, [1.2, 0.8], 1.1),
      aiodataloader: batching(2, 2, [1.5, 0.65]),
    },
  },
  streaming: {
    node: {
      'stream-split': streaming(),
      readline: streaming([1.5, 0.65]),
      'csv-parse': streaming([5, 0.2], 1.1),
      papaparse: streaming([3, 0.35], 1.1),
      duckdb: streaming([0.6, 1.6], 2, 1.3),
      'nodejs-polars': streaming([0.5, 2], 3, 1.3),
    },
    python: {
      'text-lines': streaming(),
      csv: streaming([1.5, 0.65]),
      polars: streaming([0.15, 6], 2.5, 1.3),
      pyarrow: streaming([0.25, 4], 2, 1.3),
      duckdb: streaming([0.3, 3], 1.8, 1.2),
      pandas: streaming([0.9, 1.1], 1.8, 2),
    },
  },
  workers: {
    node: {
      piscina: workers(),
      'worker-threads': workers([1.5, 0.7], 1.1),
      tinypool: workers([1, 1]),
      workerpool: workers([1, 1]),
      poolifier: workers([1, 1]),
    },
    python: {
      'process-pool-executor': workers(),
      'multiprocessing-pool': workers([1, 1]),
      loky: workers([1.05, 0.95], 1.1, 1.2),
      anyio: workers([1.05, 0.95]),
      joblib: workers([1.3, 0.8], 1.2, 1.5),
    },
  },
  serving: {
    node: {
      fastify: serving(),
      express: serving([1.6, 0.6], [1.3, 0.75], 1, 0.95),
      hono: serving([1.2, 0.85], [1.1, 0.9], 0.9, 0.7),
      koa: serving([1.2, 0.85], [1.1, 0.9], 0.95, 0.8),
      'node-http': serving([0.75, 1.3], [0.85, 1.15], 0.85, 0.5),
    },
    python: {
      'fastapi-uvicorn': serving(),
      'fastapi-uvicorn-h11': serving([1.8, 0.55], [1.4, 0.7]),
      // Its server is another process, in Rust.
      'fastapi-granian': serving([0.8, 1.25], [0.85, 1.15], 1.5, 1.3),
      'fastapi-hypercorn': serving([2.5, 0.4], [1.8, 0.55], 1, 1.1),
      starlette: serving([0.6, 1.6], [0.75, 1.3], 0.8, 0.6),
      litestar: serving([0.7, 1.4], [0.8, 1.2], 1.05, 1.1),
      django: serving([2.5, 0.4], [2, 0.5], 0.9, 0.9),
    },
  },
};

/** All that is expected of a library. What concerns the whole process stands with the first operation. */
export function guessesOf({ field, stack, name }: Pick<CatalogueEntry, 'field' | 'stack' | 'name'>): Guess[] {
  const expected = EXPECTED[field][stack]?.[name];
  if (expected === undefined) return [];
  const operations = Object.entries(expected.operations) as [OperationName, ExpectedOperation][];
  const [firstOperation] = operations.map(([operation]) => operation) as [OperationName];
  const guesses: Guess[] = [];
  const add = (operation: OperationName, values: object, when?: 'first' | 'warm') => {
    for (const [of, value] of Object.entries(values) as [Guess['of'], number][]) {
      guesses.push({ operation, of, ...(when === undefined ? {} : { when }), value });
    }
  };
  const { pool, start_up, first } = expected;
  if (pool !== undefined) add(firstOperation, { pool });
  if (start_up !== undefined) add(firstOperation, { start_up });
  if (first !== undefined) add(firstOperation, first, 'first');
  for (const [operation, { round_trips, calls, ...costs }] of operations) {
    add(operation, { ...(round_trips === undefined ? {} : { round_trips }) }, 'warm');
    add(operation, { ...(calls === undefined ? {} : { calls }) }, 'warm');
    add(operation, costs);
  }
  return guesses;
}
