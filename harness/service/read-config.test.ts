import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceConfig } from './config.ts';
import { readServiceConfig } from './read-config.ts';
import { numberingsOfSides } from './request-numbers.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet config '));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(path.join(dir, name), text);
  return path.join(dir, name);
}
const read = (config: ServiceConfig) => readServiceConfig(write('duet.config.json', JSON.stringify(config)));

const SERVICE = { start: 'run --port {port}', requests: { order: 'GET /orders/7' } };
const answer = (text: string, status = 200) => ({ status, text, bytes: Buffer.from(text), ms: 1 });

test('TypeScript, with types; the name is that of the package', async () => {
  write('package.json', '{"name": "orders"}');
  const file = write('duet.config.mts', `const port: string = '{port}';\nexport default ${JSON.stringify(SERVICE)};\n`);
  expect(await readServiceConfig(file)).toMatchObject({
    dir,
    name: 'orders',
    config: SERVICE,
    buildTimeoutMs: 1_200_000,
    readyTimeoutMs: 30_000,
    stopGraceMs: 3_000,
    requests: [{ name: 'order', ignore: [], thresholds: {}, onlyShown: false }],
  });
});

test('the members of a request, over those of all', async () => {
  const { requests, readyTimeoutMs, stopGraceMs } = await read({
    ...SERVICE,
    ...{ readyTimeout: '1.5m', stopGrace: '500ms' },
    headers: { Authorization: 'Bearer geheim', Accept: 'text/html' },
    expect: ['json:data'],
    ignore: ['$.at'],
    requests: {
      order: 'GET /orders/7',
      list: {
        request: 'POST /orders {"name": "geheim", "id": {n}}',
        headers: { accept: 'application/json' },
        weight: 3,
        expect: ['json:errors='],
        ignore: ['$.items[*].id'],
        thresholds: { cost: 0.1 },
        failOn: 'never',
      },
    },
  });
  expect({ readyTimeoutMs, stopGraceMs }).toEqual({ readyTimeoutMs: 90_000, stopGraceMs: 500 });
  const [order, list] = requests;
  expect(order?.request(0, {})).toEqual({
    method: 'GET',
    path: '/orders/7',
    headers: { authorization: 'Bearer geheim', accept: 'text/html' },
  });
  expect(list?.request(0, {})).toMatchObject({
    headers: { authorization: 'Bearer geheim', accept: 'application/json' },
  });
  expect(list).toMatchObject({
    weight: 3,
    thresholds: { cost: 0.1 },
    onlyShown: true,
    ignore: ['$.at', '$.items[*].id'],
  });
  expect(list?.shown).toEqual({
    request: 'POST /orders {"name": "***", "id": {n}}',
    headers: { authorization: '***', accept: 'application/json' },
  });
  expect(list?.brokenRule(answer('{"data": 1, "errors": [1]}'))).toBe('json:errors=');
  expect(order?.brokenRule(answer('{"data": 1, "errors": [1]}'))).toBeUndefined();
  expect([answer('{"data": 1}'), answer('{}'), answer('{"data": 1}', 500)].map((one) => order?.check(one, 0))).toEqual([
    undefined,
    'wrong-body',
    'wrong-status',
  ]);
});

test('the values of files lie beside the config file, and the first request fills the others', async () => {
  write('ids.csv', 'id,name\n7,a\n9,b\n');
  const { requests, first } = await read({
    ...SERVICE,
    first: { request: 'POST /login {"user": "a"}', take: { token: 'json:access_token' } },
    headers: { Authorization: 'Bearer {token}' },
    requests: { order: 'GET /orders/{pick:ids.csv:id}' },
  });
  expect(first?.shown).toBe('POST /login {"user": "***"}');
  expect([0, 1, 2].map((n) => requests[0]?.request(n, { token: 'abc' }))).toEqual(
    ['7', '9', '7'].map((id) => ({ method: 'GET', path: `/orders/${id}`, headers: { authorization: 'Bearer abc' } })),
  );
});

test('both sides with a database each ask for the same, in whatever order their requests are sent', async () => {
  const service = await read({ ...SERVICE, requests: { put: 'PUT /a/{n}/{uuid}', post: 'POST /b {"id": {n}}' } });
  const { base, head } = numberingsOfSides(1, true);
  const [onBase, onHead] = [service.askedWith(base).requests, service.askedWith(head).requests];
  const sent = (requests: typeof onBase, ...order: number[]) =>
    order.map((at) => JSON.stringify(requests[at]?.request(0, {})));
  const together = sent(onBase, 0, 0, 1, 1);
  expect(sent(onHead, 1, 0, 1, 0).toSorted()).toEqual(together.toSorted());
  expect(new Set(together).size).toBe(4);
});

test('a folder within that of the file', async () => {
  mkdirSync(path.join(dir, 'api'));
  expect(await read({ ...SERVICE, cwd: 'api' })).toMatchObject({ name: 'api', dir });
});

const withRequest = (request: ServiceConfig['requests'][string], more: Partial<ServiceConfig> = {}) => ({
  ...SERVICE,
  requests: { order: request },
  ...more,
});

test.each<[ServiceConfig, string]>([
  [{ ...SERVICE, start: 'npm start' }, 'neither start nor env has {port}'],
  [{ ...SERVICE, start: 'run --port {prt}' }, 'start: there is no placeholder {prt}'],
  [{ ...SERVICE, start: 'run', env: { PORT: '{prot}' } }, 'env.PORT: there is no placeholder {prot}'],
  [{ ...SERVICE, cwd: 'api' }, 'cwd: api is no folder in'],
  [{ ...SERVICE, ready: 'health' }, 'ready: health must begin with a /'],
  [{ ...SERVICE, requests: {} }, 'requests is empty'],
  [{ ...SERVICE, requests: { 'a/b': 'GET /' } }, '"a/b" cannot be the name of a request'],
  [withRequest('GET orders'), 'requests.order: GET orders: the path must begin with a /'],
  [withRequest('GET /{token}'), 'requests.order: GET /{token}: there is no placeholder {token}'],
  [withRequest('GET /{pick:none.csv}'), '{pick:none.csv}: there is no file'],
  [withRequest({ request: 'GET /', headers: { Host: 'a' } }), 'requests.order: duet sets host itself'],
  [withRequest({ request: 'GET /', expect: ['data'] }), 'requests.order.expect: It must begin with contains: or json:'],
  [withRequest({ request: 'GET /', ignore: ['at'] }), 'requests.order.ignore: "at" is no path: it must begin with $'],
  [withRequest('GET /', { first: { request: 'GET login', take: {} } }), 'first: GET login: the path must begin'],
  [withRequest('GET /', { first: { request: 'GET /{t}', take: { t: 'json:a' } } }), 'first: GET /{t}: there is no'],
  [
    withRequest('GET /', { first: { request: 'GET /', take: { t: 'body' } } }),
    'first.take.t: "body" does not say where',
  ],
  [withRequest('GET /', { first: { request: 'GET /', take: { n: 'json:a' } } }), 'duet has a placeholder {n} itself'],
  [
    withRequest('GET /', { first: { request: 'GET /', take: { 'a-b': 'json:a' } } }),
    'cannot be the name of a placeholder',
  ],
])('%j is refused: %s', async (config, message) => {
  await expect(read(config)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

test('the file is named', async () => {
  const file = write('duet.config.json', '{"strat": "x"}');
  await expect(readServiceConfig(file)).rejects.toThrow(`${file}: there is no member "strat"; did you mean "start"?`);
});
