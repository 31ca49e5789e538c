import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import type { Found } from '../service/detect/found.ts';
import { addInitOptions, type InitOptions } from './init.ts';
import { chooseParts } from './init-choose.ts';

afterEach(() => vi.unstubAllEnvs());

const NODE: Found['starts'][number] = {
  text: 'node server.js',
  from: 'package.json: main',
  env: { PORT: '{port}' },
  build: { text: 'npm ci', from: 'package-lock.json' },
};
const PROC = { text: 'web {port}', from: 'Procfile: web' };

const optionsOf = (...typed: string[]) =>
  addInitOptions(new Command('init')).parse(typed, { from: 'user' }).opts<InitOptions>();

/** What is chosen where these answers are given; without answers nobody is asked. */
async function chosen(found: Partial<Found>, { typed = [], answers }: { typed?: string[]; answers?: string[] } = {}) {
  vi.stubEnv('DATABASE_URL', undefined);
  const said: string[] = [];
  const ask = async (question: string) => {
    said.push(question);
    return answers?.shift() ?? '';
  };
  const asker = { say: (text: string) => said.push(text), ...(answers === undefined ? {} : { ask }) };
  const { config, comments } = await chooseParts({ starts: [], ...found }, optionsOf(...typed), {}, asker);
  return { config, comments, said };
}

test('the first guesses, each with where it comes from', async () => {
  const found = {
    ...{ starts: [NODE, PROC], database: 'package.json: pg', ready: { text: '/health', from: 'a.js' } },
    migrates: [{ text: 'npm run migrate', from: 'package.json: scripts.migrate' }],
  };
  expect(await chosen(found)).toEqual({
    config: {
      build: 'npm ci',
      start: 'node server.js',
      env: { PORT: '{port}' },
      ready: '/health',
      database: { from: 'duet', migrate: 'npm run migrate' },
      requests: {},
    },
    comments: {
      build: 'package-lock.json',
      start: 'package.json: main',
      ready: 'a.js',
      database: 'package.json: pg',
      'database.migrate': 'package.json: scripts.migrate',
    },
    said: [],
  });
});

test('a database that DATABASE_URL names is copied', async () => {
  const found: Found = { starts: [NODE], database: 'package.json: pg' };
  vi.stubEnv('DATABASE_URL', 'postgresql://h/d');
  const { config } = await chooseParts(found, optionsOf(), {}, { say: () => {} });
  expect(config.database).toEqual({ from: 'DATABASE_URL' });
});

test('what is typed is not guessed', async () => {
  const typed = ['--start', 'run {port}', '--build', 'make', '--database', 'duet', '--seed-data', 'fill'];
  const more = ['--header', 'Accept: text/html', '--request', 'GET /orders/7'];
  const { config, comments } = await chosen({ starts: [NODE] }, { typed: [...typed, ...more] });
  expect(config).toEqual({
    build: 'make',
    start: 'run {port}',
    database: { from: 'duet', seed: 'fill' },
    headers: { Accept: 'text/html' },
    requests: { 'orders-7': 'GET /orders/7' },
  });
  expect(comments).toEqual({});
});

test('of several starts one is chosen by its number', async () => {
  const { config, said } = await chosen({ starts: [NODE, PROC] }, { answers: ['3', '2', 'GET /a'] });
  expect(config).toEqual({ start: 'web {port}', requests: { a: 'GET /a' } });
  expect(said).toEqual(
    expect.arrayContaining(['  1  node server.js  (package.json: main)', '  2  web {port}  (Procfile: web)']),
  );
});

test('where nothing is found, the reader is asked; Enter takes what stands in brackets', async () => {
  expect((await chosen({}, { answers: ['', 'run {port}', 'no request', ''] })).config).toEqual({
    start: 'run {port}',
    requests: {},
  });
  const { config } = await chosen({ starts: [NODE], database: 'x' }, { answers: ['./make-tables', ''] });
  expect(config.database).toEqual({ from: 'duet', migrate: './make-tables' });
});

test('where nobody can be asked, a service of which nothing is known is refused', async () => {
  await expect(chosen({})).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining('--start') });
});
