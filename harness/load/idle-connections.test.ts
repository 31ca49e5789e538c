/** Connections that a server may close while nobody uses them: no request leaves on one. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rawServer } from '../tests/servers/raw-server.ts';
import { openClient } from './client.ts';

const get = { method: 'GET' as const, path: '/' };
const client = (url: string) =>
  openClient(url, { connections: 1, timeoutMs: 5_000, signal: new AbortController().signal });

/** Holds up this process, the server in it as well, as a machine does that others keep busy. Takes no CPU. */
const standStill = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it('a service that closes idle connections fails no request, however long the machine stood still', async () => {
  const server = createServer((_, response) => response.end('ok'));
  // Node says 1 s, and waits a second longer in newer versions.
  Object.assign(server, { keepAliveTimeout: 1_000, keepAliveTimeoutBuffer: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await using us = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await us.send(get);
    standStill(1_100);
    // Its time is over, and it has not closed yet: this request would meet it while it does.
    expect(await us.send(get)).toMatchObject({ status: 200, text: 'ok' });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

describe('an idle connection is used again', () => {
  it.each<[name: string, header: string, idleMs: number, connections: number]>([
    ['at once', '', 0, 1],
    ['not after a second, where nothing is said', '', 1_010, 2],
    ['after a second, where the server waits for longer', 'keep-alive: timeout=5, max=100\r\n', 1_010, 1],
    ['not a second before its time is over', 'connection: keep-alive\r\nkeep-alive: timeout=2\r\n', 1_010, 2],
    ['not in the second half of a short time', 'keep-alive: timeout=1\r\n', 510, 2],
    ['never, where the server keeps none', 'keep-alive: timeout=0\r\n', 0, 2],
  ])('%s', async (_, header, idleMs, connections) => {
    await using server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${header}content-length: 0\r\n\r\n`),
    );
    await using us = client(server.url);
    await us.send(get);
    if (idleMs > 0) await sleep(idleMs);
    await us.send(get);
    expect(server.connections()).toBe(connections);
  });

  it('in the order of those who wait, also where each needs one of its own', async () => {
    const order: string[] = [];
    await using server = await rawServer((socket, request) => {
      order.push(request.split(' ')[1] ?? '');
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=0\r\ncontent-length: 0\r\n\r\n');
    });
    await using us = client(server.url);
    const paths = Array.from({ length: 10 }, (_, n) => `/${n}`);
    await Promise.all(paths.map((path) => us.send({ ...get, path })));
    expect(order).toEqual(paths);
    expect(server.connections()).toBe(paths.length);
  });
});
