import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceConfig } from '../service/config.ts';
import { describedService } from './described-service.ts';
import { addDescribedService } from './service.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-described-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const FILE: ServiceConfig = {
  start: 'run --port {port}',
  env: { A: '1', B: '2' },
  headers: { Accept: 'text/html' },
  database: { from: 'duet', migrate: 'migrate' },
  requests: { order: { request: 'GET /orders/7', weight: 2 }, list: 'GET /orders' },
};

const { database: _, ...NO_DATABASE } = FILE;

async function described(file: ServiceConfig | undefined, ...typed: string[]) {
  if (file !== undefined) writeFileSync(path.join(dir, 'duet.config.json'), JSON.stringify(file));
  const command = addDescribedService(new Command('diff').exitOverride().configureOutput({ writeErr: () => {} }));
  return describedService(command.parse(typed, { from: 'user' }), dir);
}
const configOf = async (...given: Parameters<typeof described>) => (await described(...given))?.config;

test('neither a file nor an option: there is no such service', async () => {
  expect(await described(undefined)).toBeUndefined();
});

test('the file alone', async () => {
  expect(await described(FILE)).toMatchObject({ config: FILE, dir, requests: [{ name: 'order' }, { name: 'list' }] });
});

test('options alone; requests without names get one', async () => {
  const requests = ['--request', 'GET /orders/{n:1-9}', '--request', 'add=POST /orders {"a": "b=c"}'];
  const typed = ['--start', 'run', '--env', 'PORT={port}', '--build', 'npm ci', '--ready-path', '/health'];
  expect(
    await configOf(
      undefined,
      ...typed,
      ...requests,
      '--stop-grace',
      '500ms',
      '--ready-timeout',
      '1m',
      '--build-timeout',
      '5m',
    ),
  ).toEqual({
    ...{ start: 'run', env: { PORT: '{port}' }, build: 'npm ci', ready: '/health', stopGrace: '500ms' },
    readyTimeout: '1m',
    buildTimeout: '5m',
    requests: { orders: 'GET /orders/{n:1-9}', add: 'POST /orders {"a": "b=c"}' },
  });
});

test('what is typed wins; variables and headers one by one', async () => {
  const typed = ['--start', 'other {port}', '--env', 'B=3', '--header', 'Accept: text/plain', '--seed-data', 'fill'];
  const more = ['--expect', 'json:data', '--ignore', '$.at', '--database', 'DATABASE_URL'];
  expect(await configOf(FILE, ...typed, ...more)).toMatchObject({
    start: 'other {port}',
    env: { A: '1', B: '3' },
    headers: { Accept: 'text/plain' },
    database: { from: 'DATABASE_URL', migrate: 'migrate', seed: 'fill' },
    expect: ['json:data'],
    ignore: ['$.at'],
    requests: FILE.requests,
  });
});

test('a request is chosen by its name, and keeps what the file says of it', async () => {
  expect((await configOf(FILE, '--request', 'order'))?.requests).toEqual({ order: FILE.requests.order });
});

test('a first request, and what is taken from its answer', async () => {
  const typed = ['--first', 'POST /login', '--take', 'token=json:access_token', '--header', 'Authorization: {token}'];
  expect(await described(FILE, ...typed)).toMatchObject({
    config: { first: { request: 'POST /login', take: { token: 'json:access_token' } } },
    first: { shown: 'POST /login' },
  });
});

test.each<[file: ServiceConfig | undefined, typed: string[], message: string]>([
  [undefined, ['--request', 'GET /'], 'nothing says how your service is started'],
  [undefined, ['--start', 'run {port}'], 'the command line: requests is empty'],
  [FILE, ['--cwd', 'api'], 'duet.config.json with the command line: cwd: api is no folder in'],
  [FILE, ['--request', 'ordr'], '--request ordr: there is no request of that name'],
  [FILE, ['--request', 'GET orders'], 'GET orders: the path must begin with a /'],
  [NO_DATABASE, ['--migrate', 'x'], '--migrate and --seed-data need a database'],
  [FILE, ['--take', 'token=json:a'], '--take needs a request'],
])('%j with %j is refused: %s', async (file, typed, message) => {
  await expect(described(file, ...typed)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});

test.each([
  ['--ready-timeout', '30', 'a time such as'],
  ['--database', 'mysql', 'There is no database "mysql"'],
  ['--take', 'token', 'It must look like token=json:access_token'],
  ['--env', 'PORT', 'It must look like NAME=value, e.g. PORT={port}'],
  ['--ignore', 'created_at', '"created_at" is no path: it must begin with $'],
  ['--request', 'get the orders', 'It must look like "GET /orders/7"'],
])('%s %s is wrong usage: %s', async (option, value, message) => {
  await expect(described(FILE, option, value)).rejects.toThrow(message);
});
