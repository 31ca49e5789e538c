/** What each service sends to PostgreSQL: the same SQL, an exact number of statements, round trips and sessions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STACKS, type StackName } from '../../results/schema.ts';
import { ask, type Question } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { openStatementLog, type StatementLog } from './statement-log.ts';

let around: Surroundings;
let direct: Both;
let log: StatementLog;
beforeAll(async () => {
  around = await openSurroundings('statements');
  log = await openStatementLog(around);
  direct = await startBoth(around);
});
afterAll(async () => {
  await direct?.[Symbol.asyncDispose]();
  await log?.[Symbol.asyncDispose]();
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
      seen[stack] = await log.statementsOf(stack, () => send(stack, question));
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
  await log.statementsOf(stack, async () => {
    for (let i = 0; i < 12; i++) await send(stack, get('/pooling/after/users/7'));
  });
  const executed = [...log.text().matchAll(/^duet-\w+\|LOG: {2}execute ([^:]+):/gm)].map(([, plan]) => plan);
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
    const { rows } = await log.observer.query(
      'SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1',
      [`duet-${stack}`],
    );
    return rows[0].n as number;
  };
  const before = await sessions();
  for (let i = 0; i < 20; i++) await send(stack, get('/pooling/before/users/7'));
  // A backend ends a moment after its client has gone.
  await expect.poll(sessions).toBe(before);
});

describe('when the server has ended every connection', () => {
  /** Waits until they are gone. */
  const endAll = (stack: StackName) =>
    log.observer.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1', [
      `duet-${stack}`,
    ]);
  const statusOf = async (stack: StackName, variant: string) =>
    (await ask(direct[stack].url, get(`/pooling/${variant}/users/7`))).status;

  test('a pool that tests its connections fails no request of it, and another fails one', async () => {
    for (const variant of ['after', 'after-pre-ping']) expect(await statusOf('python', variant)).toBe(200);
    await endAll('python');
    expect(await statusOf('python', 'after-pre-ping')).toBe(200);
    expect(await statusOf('python', 'after')).toBe(503);
    expect(await statusOf('python', 'after')).toBe(200);
  });

  test('after-pipeline opens another, and one is enough for any number of requests', async () => {
    await statusOf('node', 'after-pipeline');
    await endAll('node');
    // The service learns of it a moment later; meanwhile a query may be lost.
    await expect.poll(() => statusOf('node', 'after-pipeline')).toBe(200);
    const opened = async () =>
      JSON.parse((await ask(direct.node.url, get('/stats'))).text).connections_opened as number;
    const before = await opened();
    const statuses = await Promise.all(Array.from({ length: 40 }, () => statusOf('node', 'after-pipeline')));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await opened()).toBe(before);
  });
});

async function send(stack: StackName, question: Question): Promise<void> {
  const { status, text } = await ask(direct[stack].url, question);
  if (status !== 200) throw new Error(`${question.path}: ${status} ${text}`);
}
