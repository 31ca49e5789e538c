import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttp2, createSecureServer as createHttp2Secure } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { expect, test } from 'vitest';
import { openClient } from '../load/client.ts';
import { selfSigned } from '../tests/builders/certificate.ts';
import { addressesOf, firstToAnswer } from './ready.ts';

const { signal } = new AbortController();
const answer: RequestListener = (request, response) =>
  void response.writeHead(request.url === '/no' ? 404 : 200).end('up');

async function listening(server: NetServer): Promise<{ port: number } & AsyncDisposable> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      (server as Partial<Server>).closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a service with HTTP', async () => {
  await using service = await listening(createServer(answer));
  expect(await firstToAnswer(addressesOf(service.port), undefined, signal)).toBe(`http://127.0.0.1:${service.port}`);
});

test.each([undefined, '/health'])(
  'one with TLS and a certificate of its own, which the driver asks too: %s',
  async (path) => {
    await using service = await listening(createHttps(selfSigned(), answer));
    const url = await firstToAnswer(addressesOf(service.port), path, signal);
    expect(url).toBe(`https://127.0.0.1:${service.port}`);
    await using client = openClient(url, { connections: 2, timeoutMs: 10_000, signal });
    const answers = await Promise.all([1, 2, 3].map(() => client.send({ method: 'GET', path: '/' })));
    expect(answers.map(({ status, text }) => [status, text])).toEqual([1, 2, 3].map(() => [200, 'up']));
  },
);

test('one that answers 400 to everything is not taken for one with TLS', async () => {
  await using service = await listening(createServer((_, response) => void response.writeHead(400).end()));
  expect(await firstToAnswer(addressesOf(service.port), undefined, signal)).toMatch(/^http:/);
});

test('with a path, one is waited for until it answers there', async () => {
  let asked = 0;
  await using service = await listening(
    createServer((_, response) => void response.writeHead(++asked < 3 ? 503 : 200).end()),
  );
  await firstToAnswer(addressesOf(service.port), '/health', signal);
  expect(asked).toBe(3);
});

test.each([
  ['without TLS', () => createHttp2(), 'HTTP/2 without TLS (h2c)'],
  ['with TLS', () => createHttp2Secure(selfSigned()), 'HTTP/2 with TLS (h2)'],
])('one with nothing but HTTP/2 is refused by name: %s', async (_, create, message) => {
  await using service = await listening(create());
  await expect(firstToAnswer(addressesOf(service.port), undefined, signal)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});

test('nobody is waited for until the signal says enough', async () => {
  const { port } = await listening(createServer(answer)).then(async (service) => {
    await service[Symbol.asyncDispose]();
    return service;
  });
  const enough = new AbortController();
  const waiting = firstToAnswer(addressesOf(port), undefined, enough.signal);
  const reason = new Error('enough');
  setTimeout(() => enough.abort(reason), 20);
  await expect(waiting).rejects.toBe(reason);
});
