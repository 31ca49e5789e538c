/** Services as people have them: how they are told about their database and their settings, and what they need at least. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { libpqVariables } from '../../lab/database-parts.ts';
import type { TuneResults } from '../../results/schema.ts';
import { duet, root, startDuet, until } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let place: Place;
let server: ReadersDatabase;
beforeAll(async () => {
  place = makePlace();
  server = await openReadersDatabase(place, 'tune-services');
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

/** One that nobody else is connected to: the tests run beside each other. */
async function ownDatabase(name: string): Promise<string> {
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = name;
  return url.href;
}

const SERVICE = [
  ...['--command', `"${process.execPath}" "${join(root, 'harness/tests/servers/pooled-service.ts')}"`],
  ...['--env', 'PORT={port}', '--env', 'POOL={pool_max}'],
];
const TUNE = ['tune', 'pool', '--rate', '25', '--time-budget', '10s', '--request', 'GET /'];

interface Measured {
  results: TuneResults;
  /** What the service printed. */
  log: string;
}

function readRun(own: Place): Measured {
  const read = (file: string) => readFileSync(join(runFolders(own).at(-1) as string, file), 'utf8');
  return { results: JSON.parse(read('tune.json')), log: read('logs/service.log') };
}

/** A run that is ended when it comes to a stage: when the search begins, unless said otherwise. */
async function checked(more: string[], env: Record<string, string> = {}, stage = 'connections: the prediction') {
  using own = makePlace();
  await using run = startDuet(own, [...TUNE, ...more], { env });
  await until(run, stage, () => run.printed.stderr.includes(stage));
  run.interrupt();
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  return { ...readRun(own), stdout, stderr };
}

test.concurrent('the parts of DATABASE_URL under names of the service, and a password that nobody reads', async () => {
  const DATABASE_URL = await ownDatabase('parts');
  const names = ['HOST', 'PORT', 'USER', 'PASSWORD', 'NAME'];
  const parts = names.flatMap((name) => ['--env', `DB_${name}={db_${name.toLowerCase()}}`]);
  const { results, log, ...printed } = await checked([...SERVICE, ...parts], { DATABASE_URL });
  expect(results.subject).toMatchObject({ env: { DB_HOST: '{db_host}', DB_PASSWORD: '{db_password}' } });
  expect(results.least_pool).toBeUndefined();
  expect(log).toContain('logs in with ***');
  const { password } = new URL(DATABASE_URL);
  expect([log, printed.stdout, printed.stderr, JSON.stringify(results)].join()).not.toContain(password);
});

test.concurrent('a PostgreSQL of duet is found by the variables of libpq alone, and a wait is told in whole seconds', async () => {
  const whole = ['--env', 'WAIT_S={pool_timeout_whole_s}'];
  const { results, stdout, log } = await checked([...SERVICE, ...whole, '--with-database']);
  expect(results.budget).toMatchObject({ max_connections: 100 });
  expect(results.unseen).toContainEqual({ code: 'whole-seconds', wait_ms: 500, told_ms: 1_000 });
  expect(stdout).toMatch(/rounded up\s+to 1 s/);
  expect(log).toContain('logs in with ***');
});

test.concurrent('a wait in seconds for a service that takes whole ones is refused at its first start', async () => {
  using own = makePlace();
  const args = [...TUNE, ...SERVICE, '--env', 'WAIT_S={pool_timeout_s}', '--env', 'DB_ADDRESS={database_url}'];
  const { exitCode, stderr } = await duet(own, args, { env: { DATABASE_URL: await ownDatabase('fraction') } });
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('starts with {pool_timeout_s} = 3 and not with 2.5 (WAIT_S): it takes whole seconds');
  expect(stderr).toContain('--env WAIT_S={pool_timeout_whole_s}');
});

test.concurrent('two connections at once, on a pool that waits for ever and a database that nobody named', async () => {
  const env = libpqVariables(await ownDatabase('nested'));
  const { results, stdout } = await checked([...SERVICE, '--env', 'AT_ONCE=2'], env);
  expect(results.budget).toBe(null);
  expect(results.least_pool).toEqual({ code: 'at-once', connections: 2, at_once: 2, held: 0 });
  expect(stdout).toContain('A request takes two connections at once.');
});

test.concurrent('three connections at once, and the address for another driver', async () => {
  const DATABASE_URL = (await ownDatabase('three')).replace(/^\w+/, 'postgresql+asyncpg');
  const needs = ['--env', 'AT_ONCE=3', '--env', 'WAIT_S={pool_timeout_whole_s}'];
  const { results, stdout } = await checked([...SERVICE, ...needs, '--env', 'DB_ADDRESS={database_url:postgres}'], {
    DATABASE_URL,
  });
  expect(results.least_pool).toEqual({ code: 'at-once', connections: 3, at_once: 3, held: 0 });
  expect(stdout).toContain('A request takes three connections at once.');
});

test.concurrent('a connection that is held from the start', async () => {
  const DATABASE_URL = await ownDatabase('listening');
  const needs = ['--env', 'LISTENERS=1', '--env', 'DB_ADDRESS={database_url}'];
  const { results, stdout } = await checked([...SERVICE, ...needs], { DATABASE_URL });
  expect(results.least_pool).toEqual({ code: 'held', connections: 2, held: 1 });
  expect(stdout).toContain('One connection is held from the start');
});

test.concurrent('a service that does not start with fewer connections than it keeps', async () => {
  const DATABASE_URL = await ownDatabase('least');
  const needs = ['--env', 'POOL_MIN=10', '--env', 'DB_ADDRESS={database_url}'];
  const { results, stdout } = await checked([...SERVICE, ...needs], { DATABASE_URL });
  expect(results.least_pool).toEqual({ code: 'does-not-start', connections: 10 });
  expect(stdout).toContain('does not start with a pool of fewer than 10 connections');
});

test.concurrent('sessions within sessions in Python, which tries no setting that cannot answer', async () => {
  const command = `"${join(root, 'python/.venv/bin/python')}" "${join(root, 'harness/tests/servers/nested_sessions.py')}"`;
  const settings = ['POOL_SIZE={pool_size}', 'MAX_OVERFLOW={max_overflow}', 'POOL_TIMEOUT={pool_timeout_whole_s}'];
  const told = ['PORT={port}', 'DATABASE_URL={database_url:postgresql+psycopg}', ...settings];
  const args = ['--with-database', '--command', command, ...told.flatMap((one) => ['--env', one])];
  const { results, stdout } = await checked(args, {}, 'connections: ample');
  expect(results.least_pool).toEqual({ code: 'at-once', connections: 2, at_once: 2, held: 0 });
  expect(stdout).toContain('A request takes two connections at once.');
  expect(results.search.map(({ setting }) => setting.size)).toEqual([results.prediction?.connections]);
  expect(results.prediction?.connections).toBeGreaterThanOrEqual(2);
});
