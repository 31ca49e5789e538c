import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '../../tests/builders/certificate.ts';
import { type RunningOptions, readRunningService, runningSubject } from './running.ts';

const SETTING = { size: 6, overflow: 2, timeout_ms: 500 };

let dir: string;
let server: Server;
let url: string;
let asked: string[];
let headers: IncomingHttpHeaders[];
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet running '));
  asked = [];
  headers = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    headers.push(request.headers);
    response.writeHead(request.url?.endsWith('/wrong') ? 404 : 200).end('{"detail": "a body"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

const options = (more: Partial<RunningOptions> = {}): RunningOptions => ({
  url,
  request: 'GET /orders/7',
  header: {},
  readyTimeoutMs: 30_000,
  timeoutStatus: 503,
  allowHost: [],
  ...more,
});
const subjectOf = async (more?: Partial<RunningOptions>) =>
  runningSubject(await readRunningService(options(more)), {
    logFile: path.join(dir, 'hook.log'),
    signal: new AbortController().signal,
  });

test('without a hook it has the setting that it has', async () => {
  const subject = await subjectOf();
  expect(subject).toMatchObject({ unchangeable: true, oneAtATime: true, describes: { kind: 'url', url, hook: null } });
  await using service = await subject.start(SETTING);
  expect(service.url).toBe(url);
  expect(asked.at(-1)).toBe('/orders/7');
});

test('one with TLS is asked whoever has signed its certificate', async () => {
  const secure = createSecureServer(selfSigned(), (_, response) => void response.end('{}'));
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  try {
    const address = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    await using service = await (await subjectOf({ url: address })).start(SETTING);
    expect(service.url).toBe(address);
  } finally {
    secure.closeAllConnections();
    secure.close();
  }
});

test('a path in the address comes before those of the requests', async () => {
  await using _service = await (await subjectOf({ url: `${url}/api/` })).start(SETTING);
  expect(asked.at(-1)).toBe('/api/orders/7');
});

test('its headers come with every request, and its description hides secrets', async () => {
  const subject = await subjectOf({ header: { Authorization: 'Bearer abc', 'X-Tenant': 'blue' } });
  await using service = await subject.start(SETTING);
  expect(headers.at(-1)).toMatchObject({ authorization: 'Bearer abc', 'x-tenant': 'blue' });
  expect(service.request(5)).toMatchObject({ headers: { authorization: 'Bearer abc' } });
  expect(subject.describes).toMatchObject({ headers: { authorization: '***', 'x-tenant': '***' } });
});

test('it is left running', async () => {
  const service = await (await subjectOf()).start(SETTING);
  await service[Symbol.asyncDispose]();
  expect((await fetch(url)).status).toBe(200);
});

test('the hook is run with every setting, and its output kept', async () => {
  const subject = await subjectOf({ hook: `sh -c 'echo set {pool_size} {pool_max}'` });
  expect(subject.unchangeable).toBeUndefined();
  await using _one = await subject.start(SETTING);
  await using _other = await subject.start({ ...SETTING, size: 1 });
  expect(readFileSync(path.join(dir, 'hook.log'), 'utf8')).toBe('set 6 8\nset 1 3\n');
});

test('a hook that leaves a process behind is not waited for', async () => {
  await using _service = await (await subjectOf({ hook: `sh -c 'sleep 30 & echo {pool_size} $!'` })).start(SETTING);
  const [, pid] = readFileSync(path.join(dir, 'hook.log'), 'utf8').split(' ');
  process.kill(Number(pid));
});

test('the log of the hook has no secret', async () => {
  const hook = `sh -c 'echo set {pool_size} with SIGNING_KEY=geheim-4711; echo the key geheim-4711 is fine'`;
  await using _service = await (await subjectOf({ hook })).start(SETTING);
  const log = readFileSync(path.join(dir, 'hook.log'), 'utf8');
  expect(log).toBe('set 6 with SIGNING_KEY=***\nthe key *** is fine\n');
});

test('a hook that fails is told with the end of its own output', async () => {
  const subject = await subjectOf({ hook: `sh -c 'echo no pool {pool_size}; exit 3'` });
  await expect(subject.start(SETTING)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^--hook .*exited with code 3.*no pool 6$/s),
  });
});

test('a first answer that is not the expected one is refused with its status and body', async () => {
  const subject = await subjectOf({ request: 'GET /wrong' });
  await expect(subject.start(SETTING)).rejects.toMatchObject({
    exitCode: 2,
    message: 'GET /wrong is answered with status 404: {"detail": "a body"}',
  });
});

test('one that does not answer is told', async () => {
  const subject = await subjectOf();
  server.close();
  server.closeAllConnections();
  await expect(subject.start(SETTING)).rejects.toMatchObject({ exitCode: 4, message: `${url} does not answer` });
});

test.each<[Partial<RunningOptions>, string]>([
  [{ url: '127.0.0.1:8000' }, 'must begin with http:// or https://'],
  [{ url: 'ftp://127.0.0.1:8000' }, 'must begin with http:// or https://'],
  [{ url: 'http://user:geheim@127.0.0.1:8000' }, 'only a host, a port and a path'],
  [{ url: 'http://192.0.2.7:8000' }, '192.0.2.7 is not this machine'],
  [{ url: 'http://0.0.0.0:8000' }, '0.0.0.0 is not this machine'],
  [{ url: 'http://[2001:db8::1]:8000' }, '2001:db8::1 is not this machine'],
  [{ hook: 'set {pool_timeout_ms}' }, '--hook has neither {pool_size} nor {pool_max}'],
  [{ hook: 'set {size}' }, 'there is no placeholder {size}'],
  [{ hook: 'set {pool_size} {port}' }, '--hook has {port}: duet does not give one'],
])('%o is refused', async (more, message) => {
  await expect(readRunningService(options(more))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});

test('a host that is named may be driven', async () => {
  const { url } = await readRunningService(options({ url: 'http://192.0.2.7', allowHost: ['192.0.2.7'] }));
  expect(url).toBe('http://192.0.2.7');
});

test.each(['http://localhost:8000', 'http://127.9.9.9:8000', 'http://[::1]:8000'])(
  '%s is this machine',
  async (own) => {
    expect((await readRunningService(options({ url: own }))).url).toBe(own);
  },
);

test('the first request is sent once it is ready, and its answer fills the others', async () => {
  const first = { request: 'POST /login {"user": "ann"}', take: { word: 'json:detail' } };
  const header = { Authorization: 'Bearer {word}' };
  await using service = await (await subjectOf({ url: `${url}/api`, first, header })).start(SETTING);
  expect(asked.slice(-2)).toEqual(['/api/login', '/api/orders/7']);
  expect(service.request(5)).toMatchObject({ headers: { authorization: 'Bearer a body' } });
  await expect(
    (await subjectOf({ first: { ...first, take: { word: 'json:token' } }, header })).start(SETTING),
  ).rejects.toThrow('has nothing at token; it has detail');
});
