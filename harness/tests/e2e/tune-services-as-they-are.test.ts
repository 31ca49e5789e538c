/** Services as people have them: told about their database and their settings in their own ways. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

interface Stopped {
  results: TuneResults;
  stdout: string;
  stderr: string;
  /** What the service printed. */
  log: string;
}

/** A run that is ended when the search begins. */
async function checked(more: string[], env: Record<string, string> = {}): Promise<Stopped> {
  using own = makePlace();
  await using run = startDuet(own, [...TUNE, ...more], { env });
  await until(run, 'the search', () => run.printed.stderr.includes('connections: the prediction'));
  run.interrupt();
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  const read = (file: string) => readFileSync(join(runFolders(own).at(-1) as string, file), 'utf8');
  return { results: JSON.parse(read('tune.json')), stdout, stderr, log: read('logs/service.log') };
}

test.concurrent('the parts of DATABASE_URL under names of the service, and a password that nobody reads', async () => {
  const DATABASE_URL = await ownDatabase('parts');
  const names = ['HOST', 'PORT', 'USER', 'PASSWORD', 'NAME'];
  const parts = names.flatMap((name) => ['--env', `DB_${name}={db_${name.toLowerCase()}}`]);
  const { results, log, ...printed } = await checked([...SERVICE, ...parts], { DATABASE_URL });
  expect(results.subject).toMatchObject({ env: { DB_HOST: '{db_host}', DB_PASSWORD: '{db_password}' } });
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

test.concurrent('the address under another scheme', async () => {
  const DATABASE_URL = (await ownDatabase('scheme')).replace(/^\w+/, 'postgresql+asyncpg');
  const { results } = await checked([...SERVICE, '--env', 'DB_ADDRESS={database_url:postgres}'], { DATABASE_URL });
  expect(results.subject).toMatchObject({ env: { DB_ADDRESS: '{database_url:postgres}' } });
});

test.concurrent('a wait in seconds for a service that takes whole ones is refused at its first start', async () => {
  using own = makePlace();
  const args = [...TUNE, ...SERVICE, '--env', 'WAIT_S={pool_timeout_s}'];
  const { exitCode, stderr } = await duet(own, args, { env: { DATABASE_URL: await ownDatabase('fraction') } });
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('starts with {pool_timeout_s} = 3 and not with 2.5 (WAIT_S): it takes whole seconds');
  expect(stderr).toContain('--env WAIT_S={pool_timeout_whole_s}');
});
