/** duet libraries --counts-only: libraries of both stacks are installed, give the right answers, and cause what they are known to. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LibrariesResults, Library } from '../../results/libraries.ts';
import type { FieldName } from '../../results/library-names.ts';
import type { StackName } from '../../results/schema.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { makeFreshInstall } from './fresh-install.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeAll(() => {
  place = makePlace();
});
afterAll(() => place?.[Symbol.dispose]());

const libraryIn = ({ libraries }: LibrariesResults, field: FieldName, stack: StackName, name: string) =>
  libraries.find((one) => one.field === field && one.stack === stack && one.name === name) as Library;

describe('the counts of libraries of both stacks', () => {
  /**
   * Beside the references: pg, undici-request, SQLAlchemy Core on psycopg and httpx. Eight of them reach a database: so many
   * pools are watched at the same time, for 35 s.
   */
  const NODE = ['postgres', 'kysely', 'knex', 'dataloader', 'p-limit'];
  const PYTHON = ['asyncpg', 'psycopg-pool', 'sqlalchemy-orm-pg8000', 'aiohttp', 'aiodataloader'];
  let results: LibrariesResults;
  beforeAll(async () => {
    const args = ['--counts-only', '--pattern', 'pooling,batching', '--only', [...NODE, ...PYTHON].join(',')];
    const { exitCode, stdout, stderr } = await duet(place, ['libraries', ...args, '--json']);
    expect(exitCode, stderr).toBe(0);
    results = JSON.parse(stdout);
  }, 900_000);

  const database = (stack: StackName, name: string) => libraryIn(results, 'database', stack, name);
  const countsOf = ({ counts }: Library, operation: string, when = 'warm') =>
    counts.find((one) => one.operation === operation && one.when === when);

  test('each is installed, of a version, and gives the right answers', () => {
    expect(results).toMatchObject({ complete: true, libraries: expect.any(Array) });
    for (const { name, install, answers, versions, code } of results.libraries) {
      expect({ name, install, answers }).toEqual({ name, install: 'installed', answers: 'equal' });
      expect(Object.values(versions).length, name).toBeGreaterThan(0);
      expect(code, name).not.toBe('');
    }
    for (const stack of ['node', 'python'] as const) {
      expect(results.libraries.filter((one) => one.stack === stack).length).toBeGreaterThanOrEqual(6);
    }
  });

  test.for<[StackName, string, number, number]>([
    // A statement in one round trip, and nothing around it.
    ['node', 'pg', 1, 1],
    ['node', 'kysely', 1, 1],
    ['node', 'knex', 1, 1],
    ['node', 'postgres', 1, 1],
    // A transaction around it.
    ['python', 'psycopg-pool', 3, 3],
    ['python', 'sqlalchemy-core-psycopg-async', 3, 3],
    // Each statement is parsed, described and run in turn.
    ['python', 'sqlalchemy-orm-pg8000', 7, 3],
    // What resets the connection is four statements in one message.
    ['python', 'asyncpg', 2, 5],
  ])('%s %s reads by key in %d round trips with %d statements', ([stack, name, round_trips, statements]) => {
    const counts = countsOf(database(stack, name), 'read');
    expect(counts).toMatchObject({ round_trips, statements, connections: 0, steady: true });
  });

  test('the first operation of a process connects, too', () => {
    const first = countsOf(database('node', 'pg'), 'read', 'first');
    expect(first).toMatchObject({ round_trips: 2, statements: 1, connections: 1, prepared: false });
    expect(countsOf(database('python', 'psycopg-pool'), 'read', 'first')).toMatchObject({ connections: 4 });
    expect(countsOf(database('python', 'asyncpg'), 'read', 'first')).toMatchObject({ connections: 10 });
  });

  test('a transaction of two statements begins and ends', () => {
    expect(countsOf(database('node', 'pg'), 'transfer')).toMatchObject({ round_trips: 4, statements: 4 });
    expect(countsOf(database('python', 'psycopg-pool'), 'transfer')).toMatchObject({ round_trips: 4, statements: 4 });
  });

  test('psycopg prepares what comes often, and pg what it is told to', () => {
    expect(countsOf(database('python', 'psycopg-pool'), 'read')?.prepared).toBe(true);
    expect(countsOf(database('node', 'pg'), 'read')?.prepared).toBe(false);
  });

  test('calls to the external API are a batch for 100 users, or one for each', () => {
    const calls = (stack: StackName, name: string, when?: string) =>
      countsOf(libraryIn(results, 'batching', stack, name), 'enrich', when);
    for (const name of ['undici-request', 'dataloader']) expect(calls('node', name)?.calls, name).toBe(2);
    for (const name of ['httpx', 'aiohttp', 'aiodataloader']) expect(calls('python', name)?.calls, name).toBe(2);
    expect(calls('node', 'p-limit')?.calls).toBe(200);
    expect(calls('python', 'httpx', 'first')?.connections).toBe(1);
    expect(calls('python', 'httpx')?.connections).toBe(0);
  });

  test('pools that nobody has set end at their own size, and their patience where they have any', () => {
    expect(database('node', 'pg').pool).toMatchObject({ most: 10, asked: 64, wait: 'longer' });
    expect(database('python', 'asyncpg').pool).toMatchObject({ most: 10, wait: 'longer' });
    const { pool } = database('python', 'sqlalchemy-core-psycopg-async');
    expect(pool).toMatchObject({ most: 15, wait: 'error', said: expect.stringMatching(/QueuePool limit of size 5/) });
    expect(pool?.wait_ms).toBeGreaterThan(29_000);
    expect(database('python', 'psycopg-pool').pool).toMatchObject({
      most: 4,
      said: expect.stringMatching(/PoolTimeout/),
    });
  });

  test.skipIf(noProc !== undefined)('nothing is left behind', async () => {
    expect(await leftovers(place, [])).toEqual([]);
  });
});

test('what cannot be installed or opened is named, and the others are asked', async () => {
  const checkout = makeFreshInstall(place);
  const write = (file: string, text: string) => writeFileSync(join(checkout, 'node/libraries', file), text);
  write('streaming/package.json', '{');
  // Nothing is installed: piscina is a package of the repository itself.
  write('workers/package.json', JSON.stringify({ name: 'workers', version: '1.0.0', private: true }));
  write('workers/package-lock.json', JSON.stringify({ name: 'workers', version: '1.0.0', lockfileVersion: 3 }));
  const args = ['libraries', '--counts-only', '--stack', 'node', '--only', 'csv-parse,piscina,tinypool', '--json'];
  const { exitCode, stdout, stderr } = await duet(place, args, { checkout });
  expect(exitCode, stderr).toBe(0);
  const results: LibrariesResults = JSON.parse(stdout);
  const install = (field: FieldName, name: string) => libraryIn(results, field, 'node', name).install;
  for (const name of ['stream-split', 'csv-parse']) {
    expect(install('streaming', name)).toEqual({ error: expect.stringMatching(/npm install .*package\.json/s) });
  }
  expect(libraryIn(results, 'workers', 'node', 'piscina')).toMatchObject({ install: 'installed', answers: 'equal' });
  expect(install('workers', 'tinypool')).toEqual({ error: expect.stringMatching(/Cannot find package 'tinypool'/) });
  expect(stderr).toContain('the libraries of streaming in node cannot be installed');
});

test('an interrupted run keeps what it has, and goes on with the rest', async () => {
  const args = ['libraries', '--counts-only', '--pattern', 'batching', '--stack', 'node', '--only', 'undici-fetch'];
  await using run = startDuet(place, args);
  await until(run, 'count', () => run.printed.stderr.includes('(2 of 2)') && run.printed.stderr.includes('counting'));
  run.interrupt();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  const latest = () => JSON.parse(readFileSync(join(place.out, 'latest/libraries.json'), 'utf8')) as LibrariesResults;
  const before = latest();
  expect(before.complete).toBe(false);
  expect(before.libraries.map(({ answers }) => answers)).toEqual(['equal', 'equal']);

  const resumed = await duet(place, ['libraries', '--resume', 'latest']);
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.stderr).not.toContain('opening');
  const after = latest();
  expect(after).toMatchObject({ id: before.id, complete: true });
  expect(after.libraries.map(({ counts }) => counts.length)).toEqual([2, 2]);

  const again = await duet(place, ['libraries', '--resume', 'latest']);
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('nothing to resume') });
});
