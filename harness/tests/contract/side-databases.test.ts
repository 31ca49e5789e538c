/** A database that a diff makes beside the reader's: a statement costs there what it costs in theirs. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../errors.ts';
import { connectTo } from '../../lab/database-client.ts';
import { holdDataset, loadDataset, readDataset } from '../../lab/dataset.ts';
import { createDatabase, dropDatabase, withDatabase } from '../../lab/new-database.ts';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openSideDatabases } from '../../lab/side-databases.ts';
import { repositoryRoot } from '../../lab/source.ts';
import { openSpareDatabase } from '../../lab/spare-database.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';

const ROOTS = { base: repositoryRoot, head: repositoryRoot };

let logs: string;
let workplace: Workplace;
let server: Database;
let client: pg.Client;

beforeAll(async () => {
  logs = mkdtempSync(path.join(os.tmpdir(), 'duet-side-databases-'));
  mkdirSync(path.join(logs, 'logs'));
  workplace = openWorkplace(`test-side-databases-${process.pid}`);
  server = await openDatabase(workplace, path.join(logs, 'logs'), { tables: readDataset() });
  // Not in the database that is copied.
  client = await connectTo(withDatabase(server.url, 'template1'));
});
afterAll(async () => {
  await client?.end();
  await server?.[Symbol.asyncDispose]();
  await workplace?.[Symbol.asyncDispose]();
  rmSync(logs, { recursive: true, force: true });
});

async function kindOf(name: string): Promise<unknown> {
  const { rows } = await client.query(
    `SELECT datlocprovider, datlocale, datcollate, datctype, encoding,
            (SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = d.oid) AS settings
     FROM pg_database d WHERE datname = $1`,
    [name],
  );
  return rows[0];
}

test.each([
  ['an icu one', "LOCALE_PROVIDER icu ICU_LOCALE 'de' ENCODING 'UTF8'"],
  ['builtin', "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"],
  ['latin', "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"],
])('has the locale and the settings of the one beside it: %s', async (name, locale) => {
  await client.query(`CREATE DATABASE "${name}" TEMPLATE template0 ${locale}`);
  for (const setting of ["work_mem = '2MB'", 'search_path = duet, public', "my.own = 'x=y'"]) {
    await client.query(`ALTER DATABASE "${name}" SET ${setting}`);
  }
  await using spare = await openSpareDatabase(withDatabase(server.url, name));
  expect(spare.name).not.toBe(name);
  expect(await kindOf(spare.name)).toEqual(await kindOf(name));
});

test.each([
  ['on our own server, which holds them', 'embedded', 'postgres'],
  ['on our own server, which holds none', 'embedded', 'empty'],
  ['on the server of a reader', 'DATABASE_URL', 'postgres'],
] as const)('both sides have all rows, and no dead ones: %s', async (_, source, name) => {
  for (const made of ['empty', 'duet_base', 'duet_head']) await dropDatabase(client, made);
  await createDatabase(client, 'empty');
  await using sides = await openSideDatabases({ source, url: withDatabase(server.url, name) }, ROOTS);
  expect(sides.of.base.url).not.toBe(sides.of.head.url);
  for (const { url } of Object.values(sides.of)) {
    const session = await connectTo(url);
    const { rows } = await session.query(
      "SELECT relname, reltuples::int AS rows, relallvisible = relpages AS vacuumed FROM pg_class WHERE relname IN ('users', 'orders') ORDER BY 1",
    );
    await session.end();
    expect(rows).toEqual([
      { relname: 'orders', rows: 50_000, vacuumed: true },
      { relname: 'users', rows: 10_000, vacuumed: true },
    ]);
  }
});

test('tables that a run uses are not replaced by those of another run', async () => {
  await createDatabase(client, 'shared_by_runs');
  const url = withDatabase(server.url, 'shared_by_runs');
  const dataset = readDataset();
  const other = { ...dataset, version: 'duet fixtures of another commit' };
  await loadDataset(url, dataset);
  {
    await using _first = await holdDataset(url, dataset);
    await using _second = await holdDataset(url, dataset);
    await expect(loadDataset(url, dataset)).resolves.toBe('present');
    await expect(loadDataset(url, other)).rejects.toMatchObject({ exitCode: EXIT.environment });
  }
  await expect(loadDataset(url, other)).resolves.toBe('loaded');
  await expect(holdDataset(url, dataset)).rejects.toThrow('another run of duet uses');
});
