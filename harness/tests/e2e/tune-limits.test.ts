/** What a service can have and what it opens: limits of a role and of a database, several processes, connections beside the pool. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FinishedWindow, TuneResults } from '../../results/tune.ts';
import { readTuneResults } from '../../results/tune-folder.ts';
import { root, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let elsewhere: Place;
let database: ReadersDatabase;
let place: Place;

beforeAll(async () => {
  elsewhere = makePlace();
  database = await openReadersDatabase(elsewhere, 'tune-limits');
  await database.query(`CREATE ROLE app LOGIN PASSWORD 'app' CONNECTION LIMIT 6`);
  await database.query(`CREATE ROLE shop_app LOGIN PASSWORD 'app'`);
  await database.query('CREATE DATABASE shop OWNER shop_app CONNECTION LIMIT 8');
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  elsewhere?.[Symbol.dispose]();
});
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

function addressOf({ user, name = 'postgres' }: { user?: string; name?: string }): string {
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  if (user !== undefined) [url.username, url.password] = [user, 'app'];
  return url.href;
}

const TUNE = ['tune', 'pool', '--rate', '100', '--time-budget', '16s'];
const SERVICE = [
  ...['--request', 'GET /', '--env', 'PORT={port}', '--env', 'POOL={pool_max}', '--env', 'WAIT_MS={pool_timeout_ms}'],
  ...['--command', `"${process.execPath}" "${join(root, 'harness/tests/servers/replicated-service.ts')}"`],
];

/** What is known, and was measured, once `windows` of the search are over, or its check begins where they are 0: then the run is ended. */
async function tuneFor(
  windows: number,
  args: string[],
  env: Record<string, string>,
): Promise<{ results: TuneResults; measured: FinishedWindow[] }> {
  await using run = startDuet(place, [...TUNE, ...args], { env });
  const folder = () => runFolders(place)[0] ?? place.out;
  const lines = () => {
    const file = join(folder(), 'windows.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  };
  const isChecking = () => run.printed.stderr.includes('whether the service heeds');
  await until(run, `window ${windows}`, () => (windows === 0 ? isChecking() : lines().length >= windows));
  run.interrupt();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(await leftovers(place, [])).toEqual([]);
  return { results: readTuneResults(join(folder(), 'tune.json')), measured: lines().map((line) => JSON.parse(line)) };
}

test('a role with a limit gets no more than that, and never tries to', async () => {
  const { results, measured } = await tuneFor(3, SERVICE, { DATABASE_URL: addressOf({ user: 'app' }) });
  const limit = { of: 'role', name: 'app', connections: 6, others: 0, duet: 1 };
  expect(results.budget).toMatchObject({ max_connections: 100, limit, per_process: 5 });
  for (const { setting, window } of measured) {
    expect(setting.size).toBeLessThanOrEqual(5);
    expect(window.failures).toBe(0);
  }
});

test('a database with a limit binds a service that logs in as another role than duet, in all its workers', async () => {
  const uvicorn = `"${join(root, 'python/.venv/bin/uvicorn')}" app:app --port {port} --workers 2`;
  const args = [
    ...['--command', uvicorn, '--cwd', join(root, 'fixtures/examples/fastapi-orders'), '--request', 'GET /orders/7'],
    ...['--env', 'DB_POOL_SIZE={pool_size}', '--env', 'DB_MAX_OVERFLOW={max_overflow}', '--processes', '2'],
    ...['--env', `DATABASE_URL=${addressOf({ user: 'shop_app', name: 'shop' })}`],
  ];
  const { results } = await tuneFor(0, args, { DATABASE_URL: addressOf({ name: 'shop' }) });
  const limit = { of: 'database', name: 'shop', connections: 8, others: 0, duet: 1 };
  expect(results.budget).toMatchObject({ limit, per_process: 3 });
  expect(results.measured).toEqual({ processes: 2, said: 2, pools: 2, extra: 0 });
});

test('workers of a cluster are counted without a look at the database, and so are their other connections', async () => {
  const beside = ['--env', 'WORKERS=3', '--env', 'BESIDE=listen', '--env', `SERVICE_DSN=${database.url}`];
  const { results, measured } = await tuneFor(1, [...SERVICE, ...beside, '--processes', '3'], {});
  expect(results).toMatchObject({
    budget: null,
    target: { processes: 3, rate_per_s: 100 },
    measured: { processes: 3, said: 3, pools: 3, extra: 3 },
  });
  // All of them are measured together: the rate is not divided.
  expect(measured[0]?.window.rate_per_s).toBe(100);
});

test('connections that do not follow the setting are taken off what the pool can have', async () => {
  const { results } = await tuneFor(1, [...SERVICE, '--env', 'BESIDE=poller'], { DATABASE_URL: database.url });
  expect(results.measured).toEqual({ processes: 1, said: null, pools: 1, extra: 4 });
  const { budget, probe } = results;
  expect(budget?.extra).toBe(4);
  expect(budget?.per_process).toBe(100 - 3 - 1 - 4 - (budget?.others ?? 0));
  // The poller's are not of the requests, which hold one for 50 ms.
  expect(probe?.in_use_unasked).toBeGreaterThan(0.5);
  expect(probe?.hold_ms).toBeLessThan(100);
});
