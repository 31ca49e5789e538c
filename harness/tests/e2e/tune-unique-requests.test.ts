/** Requests that write under ids of their own: no id comes twice, neither within a run nor in the next one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startDuet, until } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let place: Place;
let database: ReadersDatabase;

beforeAll(async () => {
  place = makePlace();
  database = await openReadersDatabase(place, 'tune-unique-requests');
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

const TUNE = [
  ...['tune', 'pool', '--rate', '25', '--time-budget', '10s'],
  ...['--request', 'POST /items {"id": {n}}', '--header', 'Idempotency-Key: {uuid}'],
  ...['--command', `"${process.execPath}" "${join(root, 'fixtures/examples/node-items/server.js')}"`],
  ...['--env', 'PORT={port}', '--env', 'ITEMS_CONNECTIONS={pool_max}', '--env', 'ITEMS_WAIT_MS={pool_timeout_ms}'],
];

/** Every answer of the newest run that was not 201, as the service logged it. */
function refusedRequests(): string[] {
  const log = readFileSync(join(runFolders(place).at(-1) as string, 'logs/service.log'), 'utf8');
  expect(log).toContain('items: listening');
  return log.split('\n').filter((line) => line.startsWith('POST'));
}

async function countRows(): Promise<{ items: number; keys: number }> {
  const counts = 'SELECT (SELECT count(*)::int FROM duet.items) AS items, count(*)::int AS keys FROM duet.item_keys';
  const [rows] = await database.query<{ items: number; keys: number }>(counts);
  return rows as { items: number; keys: number };
}

/** No connection in time is no fault of an id. */
const isDuplicate = (line: string) => line.endsWith('409');

/** A run that is ended at a moment. */
async function tuneUntil(moment: RegExp): Promise<void> {
  await using run = startDuet(place, TUNE, { env: { DATABASE_URL: database.url } });
  await until(run, String(moment), () => moment.test(run.printed.stderr));
  run.interrupt();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
}

test('neither {n} in a body nor {uuid} in a header repeats in a run', async () => {
  // The check, the search, the comparison, other rates and the burst are over then.
  await tuneUntil(/under more than they can serve/);
  expect(refusedRequests().filter(isDuplicate)).toEqual([]);
  const { items, keys } = await countRows();
  expect(items).toBeGreaterThan(100);
  expect(keys).toBeGreaterThanOrEqual(items);
});

test('nor does {n} in the next run on the same table', async () => {
  const before = await countRows();
  await tuneUntil(/\d+ connections: /);
  expect(refusedRequests().filter(isDuplicate)).toEqual([]);
  expect((await countRows()).items).toBeGreaterThan(before.items);
});
