/** The databases of both sides as copies of the one that DATABASE_URL names. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { connectTo } from '../../lab/database-client.ts';
import { withDatabase } from '../../lab/new-database.ts';
import { type Database, startDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { SIDES } from '../../results/schema.ts';
import { ask, COMMANDS, makeShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(() => {
  shop = makeShop();
});
afterEach(() => {
  vi.unstubAllEnvs();
  shop[Symbol.dispose]();
});

let server: Database;
let around: Workplace;
let logs: string;
beforeAll(async () => {
  logs = mkdtempSync(path.join(os.tmpdir(), 'duet-shop-server-'));
  around = openWorkplace(`test-shop-server-${process.pid}`);
  server = await startDatabase(around, logs);
  await tell(server.url, 'CREATE DATABASE shop');
  await tell(
    database(),
    'CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items SELECT * FROM generate_series(1, 5)',
  );
  await tell(database(), "ALTER DATABASE shop SET work_mem = '2MB'");
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
  rmSync(logs, { recursive: true, force: true });
});

const database = () => withDatabase(server.url, 'shop');
async function tell(url: string, statement: string) {
  const client = await connectTo(url);
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
const databases = async () =>
  (await tell(server.url, 'SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1')).map(
    (row) => row.datname,
  );
const FROM_URL = { database: { from: 'DATABASE_URL', migrate: COMMANDS.database?.migrate as string } } as const;

test('copies have its rows and its settings, are migrated each by its side, and are dropped', async () => {
  vi.stubEnv('DATABASE_URL', database());
  {
    await using sides = await shop.open(FROM_URL);
    await using base = await sides.start('base');
    await using head = await sides.start('head', { via: 'proxy' });
    const [before, after] = [await ask(base), await ask(head)];
    expect([before.items, after.items]).toEqual([10, 20]);
    expect([before.database, after.database]).toEqual(SIDES.map((side) => sides.databaseOf(side)?.name));
    const url = sides.databaseOf('head')?.url as string;
    expect(await tell(url, 'SHOW work_mem')).toEqual([{ work_mem: '2MB' }]);
    expect(await databases()).toHaveLength(4);
  }
  expect(await databases()).toEqual(['postgres', 'shop']);
  expect(await tell(database(), 'SELECT count(*)::int AS n FROM items')).toEqual([{ n: 5 }]);
});

test('copies cannot be made while somebody is connected to it, who is named', async () => {
  vi.stubEnv('DATABASE_URL', database());
  const session = await connectTo(database(), { application_name: 'psql' });
  try {
    await expect(shop.open(FROM_URL)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/shop cannot be copied: others are connected to it \(psql of duet, process \d+\)/),
      hint: expect.stringContaining('createdb --template=shop'),
    });
  } finally {
    await session.end();
  }
  expect(await databases()).toEqual(['postgres', 'shop']);
});

test('copies need a DATABASE_URL', async () => {
  vi.stubEnv('DATABASE_URL', '');
  await expect(shop.open(FROM_URL)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('is not set'),
  });
});
