import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceConfig } from '../service/config.ts';
import { addTuneOptions, type TuneOptions } from './tune.ts';
import { applyConfig, configFileOf } from './tune-config.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-tune-service-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const SERVICE: ServiceConfig = {
  start: 'run --port {port}',
  env: { A: '1', B: '2' },
  ready: '/health',
  readyTimeout: '1500ms',
  database: { from: 'duet', migrate: 'migrate', seed: 'fill' },
  headers: { Accept: 'text/html' },
  expect: ['json:data'],
  first: { request: 'POST /login', take: { token: 'json:access_token' } },
  requests: {
    order: { request: 'GET /orders/7', headers: { 'X-Tenant': 'a' }, expect: ['json:errors='] },
    list: 'GET /orders',
  },
  tune: { rate: 250, p99: '100ms', env: { B: '{pool_size}' } },
};

async function optionsOf(config: ServiceConfig, ...typed: string[]): Promise<TuneOptions> {
  writeFileSync(path.join(dir, 'duet.config.json'), JSON.stringify(config));
  const command = addTuneOptions(new Command('pool')).parse(typed, { from: 'user' });
  await applyConfig(command, configFileOf(command, dir) as string);
  return command.opts<TuneOptions>();
}

test('the file of the folder is found, and its first request is tuned with', async () => {
  expect(await optionsOf(SERVICE)).toMatchObject({
    command: 'run --port {port}',
    cwd: dir,
    env: { A: '1', B: '{pool_size}' },
    readyPath: '/health',
    readyTimeout: 2_000,
    ...{ withDatabase: true, migrate: 'migrate', seedData: 'fill' },
    first: 'POST /login',
    take: { token: 'json:access_token' },
    request: 'GET /orders/7',
    header: { Accept: 'text/html', 'X-Tenant': 'a' },
    expect: ['json:data', 'json:errors='],
    rate: 250,
    p99: 100,
  });
});

test('another request by its name, or another request', async () => {
  expect(await optionsOf(SERVICE, '--request', 'list')).toMatchObject({
    request: 'GET /orders',
    expect: ['json:data'],
  });
  expect(await optionsOf(SERVICE, '--request', 'GET /users')).toMatchObject({ request: 'GET /users' });
});

test.each([[['--command', 'x']], [['--url', 'http://x']], [['--workload', 'mix']], [['--stack', 'node']]])(
  'with %j the file of the folder is not meant',
  (typed) => {
    writeFileSync(path.join(dir, 'duet.config.json'), '{}');
    expect(configFileOf(addTuneOptions(new Command('pool')).parse(typed, { from: 'user' }), dir)).toBeUndefined();
  },
);

test.each<[ServiceConfig, string[], string]>([
  [SERVICE, ['--request', 'lst'], '--request lst: '],
  [{ ...SERVICE, first: { request: 'GET /', headers: {}, take: {} } }, [], 'first.headers: duet tune pool sends'],
  [{ ...SERVICE, tune: { rat: 1 } }, [], 'there is no member "rat" in tune; did you mean "rate"?'],
  [{ ...SERVICE, tune: { rate: '1' } }, [], 'tune.rate must be number'],
  [{ ...SERVICE, tune: { rate: 0 } }, [], 'rate: It must be a number of requests per second, above 0'],
])('%j with %j is refused: %s', async (config, typed, message) => {
  await expect(optionsOf(config, ...typed)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});
