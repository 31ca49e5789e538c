/** What each service sends to PostgreSQL: the same SQL, an exact number of statements, round trips and sessions. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { STACKS, type StackName } from '../../results/schema.ts';
import { ask, type Question } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';

let around: Surroundings;
let direct: Both;
let observer: pg.Client;
beforeAll(async () => {
  around = await openSurroundings('statements');
  observer = new pg.Client({ connectionString: around.lab.database.url, application_name: 'observer' });
  await observer.connect();
  await observer.query("ALTER SYSTEM SET log_statement = 'all'");
  await observer.query("ALTER SYSTEM SET log_line_prefix = '%a|'");
  await observer.query('SELECT pg_reload_conf()');
  direct = await startBoth(around);
});
afterAll(async () => {
  await direct?.[Symbol.asyncDispose]();
  await observer?.end();
  await around?.[Symbol.asyncDispose]();
});

const get = (path: string): Question => ({ method: 'GET', path });
const post = (path: string): Question => ({
  method: 'POST',
  path,
  body: '{"users":3}',
  headers: { 'content-type': 'application/json' },
});

/** Per request, how many of its statements are the application's. */
const requests: [name: string, question: Question, selects: number][] = [
  ['parallel/before', get('/parallel/before/users/7'), 3],
  ['parallel/after', get('/parallel/after/users/7'), 3],
  ['pooling/before', get('/pooling/before/users/7'), 1],
  ['pooling/after', get('/pooling/after/users/7'), 1],
  ['batching/before', post('/batching/before'), 1],
  ['batching/after', post('/batching/after'), 1],
];

/** The SELECTs on our own tables, without the numbers of their bind markers: the drivers number them differently. */
const selects = (statements: string[]) =>
  statements.filter((sql) => sql.includes('FROM duet.')).map((sql) => sql.replace(/\$\d+/g, '$'));
const additions = (statements: string[]) => statements.filter((sql) => !sql.includes('FROM duet.')).sort();

describe.each(requests)('%s', (name, question, expected) => {
  const seen = {} as Record<StackName, string[]>;
  beforeAll(async () => {
    for (const stack of STACKS) {
      // The first request of a pool also opens its connections.
      await send(stack, question);
      seen[stack] = await statementsOf(stack, () => send(stack, question));
    }
  });

  test('the same SELECTs in both stacks, and no other', () => {
    // In parallel they may arrive in any order.
    expect(selects(seen.python).sort()).toEqual(selects(seen.node).sort());
    expect(selects(seen.node)).toHaveLength(expected);
  });

  test('pg adds nothing', () => expect(additions(seen.node)).toEqual([]));

  test('SQLAlchemy adds a transaction per connection, and to a new engine its questions', () => {
    const transactions = name === 'parallel/after' ? 3 : 1;
    const around = [...Array(transactions).fill('BEGIN'), ...Array(transactions).fill('ROLLBACK')];
    expect(additions(seen.python)).toEqual(name === 'pooling/before' ? NEW_ENGINE : around);
  });
});

/** Dialect set-up in a transaction of its own (with the look-up of hstore in a savepoint), then the request's. */
const NEW_ENGINE = [
  ...['BEGIN', 'BEGIN', 'RELEASE "_pg3_1"', 'ROLLBACK', 'ROLLBACK', 'SAVEPOINT "_pg3_1"'],
  'SELECT typname AS name, oid, typarray AS array_oid, oid::regtype::text AS regtype, typdelim AS delimiter FROM pg_type t WHERE t.oid = to_regtype($1) ORDER BY t.oid ',
  ...['select current_schema()', 'select pg_catalog.version()'],
  ...['show standard_conforming_strings', 'show transaction isolation level'],
];

test.each(STACKS)('%s prepares no statement, however often it runs', async (stack) => {
  await statementsOf(stack, async () => {
    for (let i = 0; i < 12; i++) await send(stack, get('/pooling/after/users/7'));
  });
  const executed = [...readLog().matchAll(/^duet-\w+\|LOG: {2}execute ([^:]+):/gm)].map(([, plan]) => plan);
  expect(executed.length).toBeGreaterThan(12);
  expect(new Set(executed)).toEqual(new Set(['<unnamed>']));
});

test('round trips per request: what the drivers add is what the facts say', async () => {
  await using proxied = await startBoth(around, () => ({ databaseUrl: around.lab.proxiedUrl }));
  const tripsOf = async (stack: StackName, path: string) => {
    for (let i = 0; i < 3; i++) await ask(proxied[stack].url, get(path));
    await around.lab.proxy.reset();
    for (let i = 0; i < 4; i++) await ask(proxied[stack].url, get(path));
    const { round_trips, connections } = await around.lab.proxy.counts();
    return { trips: round_trips / 4, connections: connections / 4 };
  };
  // SCRAM takes three, and SELECT one.
  expect(await tripsOf('node', '/pooling/before/users/7')).toEqual({ trips: 3 + 1, connections: 1 });
  expect(await tripsOf('node', '/pooling/after/users/7')).toEqual({ trips: 1, connections: 0 });
  expect(await tripsOf('python', '/pooling/before/users/7')).toEqual({ trips: 3 + 12, connections: 1 });
  expect(await tripsOf('python', '/pooling/after/users/7')).toEqual({ trips: 3, connections: 0 });
});

test.each(STACKS)('%s leaves no session behind when each request has a connection of its own', async (stack) => {
  const sessions = async () => {
    const { rows } = await observer.query(
      'SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1',
      [`duet-${stack}`],
    );
    return rows[0].n as number;
  };
  const before = await sessions();
  for (let i = 0; i < 20; i++) await send(stack, get('/pooling/before/users/7'));
  // A backend ends a moment after its client has gone.
  await expect.poll(sessions, { timeout: 5_000 }).toBe(before);
});

async function send(stack: StackName, question: Question): Promise<void> {
  const { status, text } = await ask(direct[stack].url, question);
  if (status !== 200) throw new Error(`${question.path}: ${status} ${text}`);
}

let marks = 0;

/** The statements that the service sent meanwhile, as PostgreSQL logged them, with white space evened out. */
async function statementsOf(stack: StackName, action: () => Promise<void>): Promise<string[]> {
  const start = `mark ${++marks}`;
  const end = `mark ${++marks}`;
  await observer.query(`SELECT '${start}'`);
  await action();
  await observer.query(`SELECT '${end}'`);
  // PostgreSQL logs a statement before it runs it; the line reaches the file a moment later.
  await vi.waitFor(() => expect(readLog()).toContain(`'${end}'`), { timeout: 5_000, interval: 10 });
  const log = readLog();
  const between = log.slice(log.indexOf(`'${start}'`), log.indexOf(`'${end}'`));
  return [...between.matchAll(/^duet-(\w+)\|LOG: {2}(?:statement|execute [^:]+): (.*(?:\n\t.*)*)/gm)]
    .filter(([, name]) => name === stack)
    .map(([, , sql = '']) => sql.replace(/\s+/g, ' '));
}

function readLog(): string {
  return readFileSync(path.join(around.logDir, 'postgres.log'), 'utf8');
}
