/** What a refused run prints: neither its message nor its log has a secret, though the service repeats all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duet, root, startDuet, until } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let place: Place;
let database: ReadersDatabase;
beforeAll(async () => {
  place = makePlace();
  database = await openReadersDatabase(place, 'tune-secrets');
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

const SECRET = 'geheim-4711';
const COMMAND = [
  ...['tune', 'pool', '--command', `"${process.execPath}" "${join(root, 'fixtures/examples/node-items/server.js')}"`],
  ...['--env', 'PORT={port}', '--env', 'ITEMS_CONNECTIONS={pool_max}'],
];

test('an answer that repeats what it was asked with', async () => {
  const given = ['--header', `X-Auth: ${SECRET}`, '--env', `SIGNING_KEY=${SECRET}`];
  const args = [...COMMAND, ...given, '--request', `GET /nowhere?key=${SECRET}`];
  const { exitCode, stdout, stderr } = await duet(place, args, { env: { DATABASE_URL: database.url } });
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('GET /nowhere?key=*** is answered with status 404');
  expect(stderr).toContain('"x-auth":"***"');
  const folder = runFolders(place).at(-1) as string;
  const log = readFileSync(join(folder, 'logs/service.log'), 'utf8');
  expect(log).toContain('signing with ***');
  expect(log).toContain('GET /nowhere?key=*** 404');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  for (const text of [stdout, stderr, ...texts]) expect(text).not.toContain(SECRET);
});

test('the JSON of a run that is interrupted, and the line that tunes again', async () => {
  const given = ['--header', `X-Auth: ${SECRET}`, '--env', `SIGNING_KEY=${SECRET}`];
  const args = [...COMMAND, ...given, '--request', `GET /items?key=${SECRET}`, '--rate', '25', '--json'];
  await using run = startDuet(place, args, { env: { DATABASE_URL: database.url } });
  await until(run, 'the check', () => run.printed.stderr.includes('whether the service heeds'));
  run.interrupt();
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({
    command: expect.stringContaining("--header 'X-Auth: ***' --env 'SIGNING_KEY=***' --request 'GET /items?key=***'"),
    subject: { request: 'GET /items?key=***', headers: { 'x-auth': '***' }, env: { SIGNING_KEY: '***' } },
  });
  expect(stdout + stderr).not.toContain(SECRET);
});

test.concurrent.each([
  ['a header without its colon', ['--header', `X-Auth ${SECRET}`], '--header'],
  ['a variable without its =', ['--env', `SIGNING KEY ${SECRET}`], '--env'],
  ['a body that is no JSON', ['--request', `POST /items {"pin": ${SECRET}}`], 'no JSON'],
  ['a quote that stays open', ['--command', `sh -c 'SIGNING_KEY=${SECRET}`], 'a quote is not closed'],
  ['a dry run', ['--header', `X-Auth: ${SECRET}`, '--request', `GET /items?key=${SECRET}`, '--dry-run'], 'At most'],
])('%s is told without its value', async (_, more, message) => {
  const { stdout, stderr } = await duet(place, [...COMMAND, '--request', 'GET /items', ...more]);
  expect(stdout + stderr).toContain(message);
  expect(stdout + stderr).not.toContain(SECRET);
});
