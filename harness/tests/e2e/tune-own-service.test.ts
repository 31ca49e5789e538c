/** Tuning a service that is not duet's: the examples under fixtures/examples, as their READMEs say, and what is refused. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import type { TuneResults } from '../../results/schema.ts';
import { duet, type Outcome, root } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { expectMeasured } from './tune-outcome.ts';

let place: Place;
let workplace: Workplace;
/** The reader's PostgreSQL. */
let server: Database;

beforeAll(async () => {
  place = makePlace();
  workplace = openWorkplace(`test-tune-own-service-${process.pid}`);
  const logs = join(place.dir, 'logs');
  mkdirSync(logs);
  server = await openDatabase(workplace, logs);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await workplace?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

/** Short windows and a low rate: enough to find a size, whatever it is. */
const SHORT = ['--rate', '25', '--time-budget', '10s'];
const examples = join(root, 'fixtures/examples');
const nodeOrders = ['--command', `"${process.execPath}" server.js`, '--cwd', join(examples, 'node-orders')];

const newestRun = () => runFolders(place).at(-1) as string;
const newestResults = (): TuneResults => JSON.parse(readFileSync(join(newestRun(), 'tune.json'), 'utf8'));

/** Given to the FastAPI example in every way that there is; it ignores them. Nothing in their names says that they are secrets. */
const SECRETS = ['geheim-4711', 'geheim-4712', 'geheim-4713', 'geheim-4714', 'geheim-4715', 'geheim-4716'];
const [AUTHORIZATION, SESSION, AUTH, SIGNING, MASTER, QUERY] = SECRETS;

/** Every output of a run: the terminal, and all files of its folder by their names. */
function outputsOf({ stdout, stderr }: Outcome): [name: string, text: string][] {
  const files = readdirSync(newestRun(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const);
  return [['stdout', stdout], ['stderr', stderr], ...texts.map(([name, text]): [string, string] => [name, text])];
}

/** No secret is on the terminal or in any file of the run. */
function expectNoSecret(outcome: Outcome): void {
  const outputs = outputsOf(outcome);
  const names = outputs.map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['tune.json', 'tune.md', 'tune.html', 'windows.jsonl', 'service.log']));
  const secrets = [new URL(server.url).password, ...SECRETS];
  const found = outputs.flatMap(([name, text]) => secrets.filter((secret) => text.includes(secret)).map(() => name));
  expect(found).toEqual([]);
}

test('the FastAPI example is tuned on its own database, where its connections are counted', {
  timeout: 240_000,
}, async () => {
  const outcome = await duet(
    place,
    [
      ...['tune', 'pool', '--request', `GET /orders/7?sig=${QUERY}`, ...SHORT],
      ...['--header', `Authorization: Bearer ${AUTHORIZATION}`, '--header', `X-Session: ${SESSION}`],
      ...[`--header=X-Auth: ${AUTH}`, '--env', `SIGNING_KEY=${SIGNING}`, `--env=RAILS_MASTER_KEY=${MASTER}`],
      ...['--command', `"${join(root, 'python/.venv/bin/uvicorn')}" app:app --port {port}`],
      ...['--cwd', join(examples, 'fastapi-orders'), '--env', 'DB_POOL_TIMEOUT={pool_timeout_s}'],
      ...['--env', 'DB_POOL_SIZE={pool_size}', '--env', 'DB_MAX_OVERFLOW={max_overflow}'],
    ],
    { env: { DATABASE_URL: server.url } },
  );
  expectMeasured(outcome);
  const { stdout } = outcome;
  const { status, subject, budget, recommendation, search, unseen } = newestResults();
  expect(status).toBe('complete');
  expect(subject).toMatchObject({
    kind: 'command',
    env: { DB_POOL_SIZE: '{pool_size}' },
    request: 'GET /orders/7?sig=***',
  });
  expect(subject).toMatchObject({ headers: { authorization: '***', 'x-session': '***', 'x-auth': '***' } });
  expect(budget).toMatchObject({ max_connections: 100, reserved: 3 });
  expect(stdout).toContain(`DB_POOL_SIZE=${recommendation?.setting.size}`);
  for (const { setting, windows } of search) {
    for (const { sessions_max, failures } of windows) {
      expect(failures).toBe(0);
      expect(sessions_max).toBeGreaterThan(0);
      expect(sessions_max).toBeLessThanOrEqual(setting.size + setting.overflow);
    }
  }
  expect(unseen.map(({ code }) => code)).not.toContain('database');

  const client = new pg.Client(server.url);
  await client.connect();
  const schemas = await client.query(`SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1`);
  await client.end();
  expect(schemas.rows.map(({ nspname }) => nspname)).toEqual(['duet', 'information_schema', 'public']);
  expectNoSecret(outcome);
});

test('the Node example is tuned, and where no database can be seen the advice says what it lacks', async () => {
  const outcome = await duet(place, [
    ...['tune', 'pool', ...nodeOrders, '--request', 'GET /orders/{n:1-20000}', ...SHORT],
    ...['--env', 'PORT={port}', '--env', 'ORDERS_DB_CONNECTIONS={pool_max}'],
    ...['--env', 'ORDERS_DB_WAIT_MS={pool_timeout_ms}', '--env', `DATABASE_URL=${server.url}`],
  ]);
  expectMeasured(outcome);
  const { stdout } = outcome;
  const { subject, budget, recommendation, unseen } = newestResults();
  expect(subject).toMatchObject({ kind: 'command', env: { DATABASE_URL: expect.stringContaining(':***@') } });
  expect(budget).toBe(null);
  expect(unseen.map(({ code }) => code)).toContain('database');
  expect(stdout).toContain(`ORDERS_DB_CONNECTIONS=${recommendation?.setting.size}`);
  expect(stdout).toContain('DATABASE_URL is not set');
  expectNoSecret(outcome);
});

test.concurrent.each([
  [
    'a service that ignores its setting',
    2,
    ['--env', 'PORT={port}', '--env', 'POOL={pool_size}', '--with-database'],
    ['seems to ignore its pool setting', 'given a pool of 1, it had 10 connections', 'POOL={pool_size}'],
  ],
  [
    'a command that exits',
    4,
    ['--env', 'PORT={port}', '--env', 'POOL={pool_size}'],
    ['exited with code 1', 'DATABASE_URL must be set', '--with-database'],
  ],
  [
    'an unknown placeholder',
    2,
    ['--env', 'PORT={port}', '--env', 'POOL={pool_sice}'],
    ['no placeholder {pool_sice}', '{pool_size}'],
  ],
])('%s is refused with exit %d', async (_, code, env, messages) => {
  const args = ['tune', 'pool', ...nodeOrders, ...env, '--request', 'GET /orders/7', ...SHORT];
  const { exitCode, stdout, stderr } = await duet(place, args);
  expect(exitCode, stderr).toBe(code);
  for (const message of messages) expect(stderr).toContain(message);
  expect(stdout).toBe('');
});

test.concurrent('a wrong first answer is refused with its status and body', async () => {
  const config = join(examples, 'node-orders/duet.tune.ts');
  const { exitCode, stderr } = await duet(place, ['tune', 'pool', '--config', config, '--request', 'GET /order/7']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('GET /order/7 is answered with status 404: {"error":"there is no such route"}');
});

test.concurrent('another machine is not driven', async () => {
  const args = ['tune', 'pool', '--url', 'http://192.0.2.7:8000', '--request', 'GET /orders/7'];
  const { exitCode, stderr } = await duet(place, args);
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('192.0.2.7 is not this machine');
  expect(stderr).toContain('--allow-host 192.0.2.7');
});

test.skipIf(noProc !== undefined)('all of that has left nothing running', async () => {
  expect(await leftovers(place, [])).toEqual([]);
});
