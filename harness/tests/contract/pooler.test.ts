/** A real PgBouncer in front of a real PostgreSQL: it is noticed, and what it allows is read where that is allowed. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openPooler, type PoolerOptions } from '../../lab/pooler.ts';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { ensurePgbouncer } from '../../tasks/pgbouncer.ts';
import { connectionsThrough, poolerSums } from '../../tune/advice/pooler-sums.ts';
import { findPooler } from '../../tune/measure/find-pooler.ts';
import { openPooledWatch } from '../../tune/measure/pooled-watch.ts';
import { readServer } from '../../tune/measure/read-server.ts';

const pgbouncer = await ensurePgbouncer();
const command = 'path' in pgbouncer ? pgbouncer.path : undefined;

const resources = new AsyncDisposableStack();
let workplace: Workplace;
let logs: string;
let database: Database;
/** Somebody else, of another role, who has gone to PostgreSQL directly. */
let other: pg.Client;

beforeAll(async () => {
  if (command === undefined) return;
  delete process.env.DATABASE_URL;
  workplace = resources.use(openWorkplace(`contract-pooler-${process.pid}`));
  logs = path.join(workplace.dir, 'logs');
  mkdirSync(logs);
  database = resources.use(await openDatabase(workplace, logs));
  const owner = await connected(database.url);
  await owner.query("CREATE ROLE somebody LOGIN PASSWORD 'somebody' IN ROLE pg_read_all_stats");
  await owner.end();
  const url = new URL(database.url);
  [url.username, url.password] = ['somebody', 'somebody'];
  other = await connected(url.href);
  resources.defer(() => other.end());
});
afterAll(() => resources.disposeAsync());
beforeEach(({ skip }) => skip('missing' in pgbouncer, 'missing' in pgbouncer ? pgbouncer.missing : undefined));

const SIZES = { default_pool_size: 4, reserve_pool_size: 1, max_client_conn: 30 };

/** A pooler of a test, ended with it. */
const start = (mode: PoolerOptions['mode'], settings: PoolerOptions['settings'] = {}) =>
  openPooler(workplace, logs, database.url, { command: command as string, mode, settings: { ...SIZES, ...settings } });

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

/** So many clients, closed with the test; `busy` of them have a transaction open. */
async function clients(url: string, count: number, busy: number) {
  const all = await Promise.all(Array.from({ length: count }, () => connected(url)));
  await Promise.all(all.slice(0, busy).map((client) => client.query('BEGIN')));
  return { [Symbol.asyncDispose]: async () => void (await Promise.all(all.map((client) => client.end()))) };
}

const find = async (url: string) => findPooler(url, await readServer(url));

test('there is none where PostgreSQL is asked directly', async () => expect(await find(database.url)).toBeNull());

test('in transaction mode it is noticed with its limits, and its sessions are not taken for those of others', async () => {
  await using pooler = await start('transaction');
  await using _three = await clients(pooler.url, 3, 3);
  const found = await find(pooler.url);
  expect(found).toEqual({
    ...{ signs: ['foreign-key', 'shared-backend'], mode: 'transaction', mode_source: 'told', refusal: null },
    version: expect.stringMatching(/^PgBouncer \d/),
    limits: {
      // Three, and two of duet: one that asks PostgreSQL, and one that asks the pooler.
      ...{ max_client_conn: 30, other_clients: 5, pool_clients: 4, pool_size: 4, reserve_pool_size: 1 },
      ...{ max_db_connections: null, max_user_connections: null },
    },
    server: { max_connections: 100, reserved: 3, others: 1 },
    sessions: 4,
  });
  if (found === null) return;
  expect(connectionsThrough(found, 5)).toBe(5);
  expect(poolerSums(found, 5, 4)).toMatchObject({
    ...{ taken: 20, clients: { available: 25 }, pool: { connections: 5, held: 0 }, server: { available: 96 } },
  });
});

test('in session mode it is noticed by the key alone, and every connection takes one of PostgreSQL', async () => {
  await using pooler = await start('session', { max_db_connections: 4 });
  await using _one = await clients(pooler.url, 1, 1);
  const found = await find(pooler.url);
  expect(found).toMatchObject({
    ...{ signs: ['foreign-key'], mode: 'session', mode_source: 'told' },
    ...{ limits: { pool_clients: 2, max_db_connections: 4 }, server: { others: 1 } },
  });
  expect(found && connectionsThrough(found, 1)).toBe(2);
});

test('bounds of clients of the database and the role count where the pooler has them, and it may have none', async () => {
  const { stdout } = await execa(command as string, ['--version']);
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
  const hasThem = major > 1 || minor >= 24;
  const bounds = { max_db_client_connections: 12, max_user_client_connections: 20 };
  await using pooler = await start('transaction', hasThem ? bounds : {});
  await using _three = await clients(pooler.url, 3, 3);
  const found = await find(pooler.url);
  // Three, and the one of duet that asks PostgreSQL; the console has no pool of the role.
  const expected = [
    { setting: 'max_db_client_connections', most: 12, others: 4 },
    { setting: 'max_user_client_connections', most: 20, others: 4 },
  ];
  expect(found?.limits?.client_bounds).toEqual(hasThem ? expected : undefined);
  expect(found && connectionsThrough(found, 1)).toBe(hasThem ? 8 : 25);
});

test('a role that may not ask is told which right it lacks, and is still told of the pooler', async () => {
  await using pooler = await start('transaction', { admin_users: 'somebody_else' });
  await using _three = await clients(pooler.url, 3, 3);
  expect(await find(pooler.url)).toEqual({
    ...{ signs: ['foreign-key', 'shared-backend'], mode: 'transaction', mode_source: 'seen' },
    ...{ version: null, limits: null, refusal: { code: 'no-right', role: 'duet' } },
    ...{ server: { max_connections: 100, reserved: 3, others: 1 }, sessions: 4 },
  });
});

test('stats_users is right enough', async () => {
  await using pooler = await start('transaction', { admin_users: 'somebody_else', stats_users: 'duet' });
  expect(await find(pooler.url)).toMatchObject({ refusal: null, limits: { pool_size: 4 } });
});

test.each<
  [what: string, mode: 'transaction' | 'session', sessions: number | null, settings: PoolerOptions['settings']]
>([
  ['at the pooler, in transaction mode', 'transaction', 6, {}],
  ['at the pooler, in session mode', 'session', 6, { default_pool_size: 10 }],
  ['in PostgreSQL alone, where the pooler tells nothing', 'transaction', null, { admin_users: 'somebody_else' }],
])('connections of a service are counted %s', async (_, mode, sessions, settings) => {
  await using pooler = await start(mode, settings);
  const found = await find(pooler.url);
  if (found === null) throw new Error('the pooler was not noticed');
  await using watch = await openPooledWatch(pooler.url, found);
  await watch.noteOthers();
  const end = await watch.start(5);
  {
    await using _six = await clients(pooler.url, 6, 2);
    // Long enough for the next look, whenever that comes.
    await vi.waitUntil(async () => (await open()) >= 2, { timeout: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const seen = await end(0);
  expect(seen).toMatchObject({ sessionsMax: sessions, opened: sessions, inUseMax: 2 });
  expect(seen.idleInTransaction).toBeGreaterThan(0.5);
});

/** Transactions that are open in PostgreSQL. */
async function open(): Promise<number> {
  const { rows } = await other.query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'idle in transaction'",
  );
  return rows[0].n;
}
