/** A PostgreSQL of the reader's that refuses: what it said, in which cell, and what to do; nothing of it is left there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duet } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let place: Place;
let database: ReadersDatabase;
beforeAll(async () => {
  place = makePlace();
  database = await openReadersDatabase(place, 'refusing');
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

/** The address of a database there, as somebody. */
function address(name: string, user?: string, password?: string): string {
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  if (user !== undefined && password !== undefined) Object.assign(url, { username: user, password });
  return url.href;
}

test('a database that takes no writes', async () => {
  await database.query('CREATE DATABASE read_only');
  await database.query('ALTER DATABASE read_only SET default_transaction_read_only = on');
  const args = ['compare', '--profile', 'smoke', '--pattern', 'pooling', '--stack', 'node'];
  const { exitCode, stdout, stderr } = await duet(place, args, { env: { DATABASE_URL: address('read_only') } });
  expect(exitCode, stderr).toBe(4);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^duet: loading the fixtures into \S+ failed: cannot execute .* in a read-only transaction$/m);
  expect(stderr).toContain('duet: try: name a server that takes writes in DATABASE_URL');
});

test('a role that may have too few connections', async () => {
  await database.query("CREATE ROLE few LOGIN PASSWORD 'three-at-most' CONNECTION LIMIT 3");
  await database.query('CREATE DATABASE narrow OWNER few');
  const env = { DATABASE_URL: address('narrow', 'few', 'three-at-most') };
  const { exitCode, stderr } = await duet(place, ['verify', '--pattern', 'pooling', '--stack', 'node'], { env });
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: pooling\/node\/\S+ \(verify\): GET \S+ answered 503: .*database-unavailable/m);
  expect(stderr).toContain('allows too few connections');
  expect(stderr).not.toContain('three-at-most');
  if (noProc === undefined) {
    const sessions = "SELECT usename FROM pg_stat_activity WHERE usename = 'few'";
    expect(await database.query(sessions)).toEqual([]);
  }
});

test('after both, the same server serves a run', async () => {
  const args = ['verify', '--pattern', 'pooling', '--stack', 'node'];
  const { exitCode, stderr } = await duet(place, args, { env: { DATABASE_URL: database.url } });
  expect(exitCode, stderr).toBe(0);
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});
