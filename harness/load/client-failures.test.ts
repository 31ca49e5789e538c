/** Servers that misbehave: every failure has its kind, and none is taken for an answer or hangs a request. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { okWith, rawServer } from '../tests/servers/raw-server.ts';
import { openClient } from './client.ts';
import { RequestFailure } from './failure.ts';

const get = (path = '/') => ({ method: 'GET' as const, path });
const client = (url: string, { connections = 4, timeoutMs = 5_000, signal = new AbortController().signal } = {}) =>
  openClient(url, { connections, timeoutMs, signal });
const kindOf = (request: Promise<unknown>) =>
  request.then(
    () => 'answered',
    (error) => (error instanceof RequestFailure ? error.kind : error),
  );

describe('a request fails as', () => {
  it.each<[kind: string, when: string, (socket: Socket) => unknown]>([
    ['cut-off', 'the connection is closed before the answer', (socket) => socket.end()],
    ['cut-off', 'it is closed within the head', (socket) => socket.end('HTTP/1.1 200 OK\r\ncont')],
    ['cut-off', 'it is closed within the body', (socket) => socket.end(okWith('abcdef').slice(0, -1))],
    [
      'cut-off',
      'it is closed within a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab'),
    ],
    [
      'cut-off',
      'it is closed between chunks',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n'),
    ],
    ['reset', 'the connection is reset before the answer', (socket) => socket.resetAndDestroy()],
    [
      'reset',
      'it is reset within the body',
      (socket) => socket.write(okWith('abcdef').slice(0, -1), () => setTimeout(() => socket.resetAndDestroy(), 20)),
    ],
    ['not-http', 'another protocol answers', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    ['not-http', 'the head is broken', (socket) => socket.write('HTTP/1.1 OK\r\n\r\n')],
    ['not-http', 'the length is no number', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n')],
  ])('%s when %s', async (kind, _when, misbehave) => {
    await using server = await rawServer(misbehave);
    await using us = client(server.url);
    expect(await kindOf(us.send(get()))).toBe(kind);
    // The next one is not tainted by it.
    expect(await kindOf(us.send(get()))).toBe(kind);
    expect(server.connections()).toBe(2);
  });

  it('refused when nobody listens', async () => {
    const server = await rawServer(() => {});
    await server[Symbol.asyncDispose]();
    await using us = client(server.url);
    expect(await Promise.all([1, 2, 3, 4, 5, 6].map(() => kindOf(us.send(get()))))).toEqual(Array(6).fill('refused'));
  });

  it('timeout when the server accepts and never answers, in the queue as on the wire', async () => {
    await using server = await rawServer(() => {});
    await using us = client(server.url, { connections: 1, timeoutMs: 150 });
    const startedMs = performance.now();
    expect(await Promise.all([1, 2, 3].map(() => kindOf(us.send(get()))))).toEqual(Array(3).fill('timeout'));
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(150);
  });

  it('timeout when the body trickles for too long, though never silent', async () => {
    await using server = await rawServer(async (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      while (socket.writable) {
        socket.write('x');
        await sleep(20);
      }
    });
    await using us = client(server.url, { timeoutMs: 150 });
    expect(await kindOf(us.send(get()))).toBe('timeout');
  });

  it.each(['signal', 'close'])('stopped when our own %s ends it', async (how) => {
    const { promise: asked, resolve: onRequest } = Promise.withResolvers<unknown>();
    await using server = await rawServer(onRequest);
    const stop = new AbortController();
    await using us = client(server.url, { connections: 1, signal: stop.signal });
    const kinds = [1, 2].map(() => kindOf(us.send(get())));
    await asked;
    if (how === 'signal') stop.abort();
    else await us[Symbol.asyncDispose]();
    expect(await Promise.all(kinds)).toEqual(['stopped', 'stopped']);
    expect(await kindOf(us.send(get()))).toBe('stopped');
  });

  it('stopped when the signal had fired before', async () => {
    await using us = client('http://127.0.0.1:1', { signal: AbortSignal.abort() });
    expect(await kindOf(us.send(get()))).toBe('stopped');
  });
});

describe('an answer is read in full', () => {
  it.each([
    ['byte by byte', [...okWith('{"a":1}')], '{"a":1}'],
    [
      'in delayed chunks',
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3', '\r\n{"a', '\r', '\n4\r\n":1}\r\n', '0\r\n', '\r\n'],
      '{"a":1}',
    ],
  ])('%s', async (_name, pieces, text) => {
    await using server = await rawServer(async (socket) => {
      for (const piece of pieces) {
        socket.write(piece);
        await sleep(2);
      }
    });
    await using us = client(server.url);
    for (let n = 0; n < 2; n++) expect(await us.send(get())).toMatchObject({ status: 200, text });
    expect(server.connections()).toBe(1);
  });

  it('until the connection ends, when it states no length', async () => {
    await using server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nall ');
      setTimeout(() => socket.end('of it'), 20);
    });
    await using us = client(server.url);
    expect((await us.send(get())).text).toBe('all of it');
  });

  it.each([204, 304])('without a body for %d, and the connection goes on', async (status) => {
    await using server = await rawServer((socket) => socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: 9\r\n\r\n`));
    await using us = client(server.url);
    for (let n = 0; n < 3; n++) expect(await us.send(get())).toMatchObject({ status, text: '' });
    expect(server.connections()).toBe(1);
  });
});

describe('a connection', () => {
  it('that the server closes between requests is replaced', async () => {
    const sockets: Socket[] = [];
    await using server = await rawServer((socket, _request, connection) => {
      socket.write(okWith(String(connection)));
      sockets.push(socket);
    });
    await using us = client(server.url);
    for (const expected of ['1', '2', '3']) {
      expect((await us.send(get())).text).toBe(expected);
      const socket = sockets.pop() as Socket;
      // Closed on both sides: the client has noticed.
      await Promise.all([once(socket, 'close'), socket.end()]);
    }
  });

  it.each([
    ['garbage', 'garbage'],
    ['another whole response', okWith('a stray')],
  ])('is given up after %s behind the response, which itself counts', async (_name, rest) => {
    await using server = await rawServer((socket, request) => socket.write(okWith(request.split(' ')[1] ?? '') + rest));
    await using us = client(server.url, { connections: 1 });
    const answers = await Promise.all(['/1', '/2', '/3'].map((path) => us.send(get(path))));
    expect(answers.map(({ text }) => text)).toEqual(['/1', '/2', '/3']);
    expect(server.connections()).toBe(3);
  });

  it('is given up when bytes come that nobody asked for', async () => {
    const sockets: Socket[] = [];
    await using server = await rawServer((socket) => {
      socket.write(okWith('asked'));
      sockets.push(socket);
    });
    await using us = client(server.url, { connections: 1 });
    for (let n = 0; n < 2; n++) {
      expect((await us.send(get())).text).toBe('asked');
      const socket = sockets.pop() as Socket;
      await Promise.all([once(socket, 'close'), socket.write(okWith('a stray'))]);
    }
    expect(server.connections()).toBe(2);
  });

  it('is shared when there are more requests than connections', async () => {
    await using server = await rawServer(async (socket, request) => {
      await sleep(5);
      socket.write(okWith(request.split(' ')[1] ?? ''));
    });
    await using us = client(server.url, { connections: 3 });
    const paths = Array.from({ length: 30 }, (_, n) => `/${n}`);
    const answers = await Promise.all(paths.map((path) => us.send(get(path))));
    expect(answers.map(({ text }) => text)).toEqual(paths);
    expect(server.connections()).toBe(3);
    // The wait for a connection counts: ten turns of 5 ms, less what timers are early.
    expect(answers.at(-1)?.ms).toBeGreaterThan(40);
  });

  it('serves those who wait for it in their order', async () => {
    const order: string[] = [];
    await using server = await rawServer((socket, request) => {
      order.push(request.split(' ')[1] ?? '');
      socket.write(okWith(''));
    });
    await using us = client(server.url, { connections: 1 });
    const paths = Array.from({ length: 30 }, (_, n) => `/${n}`);
    await Promise.all(paths.map((path) => us.send(get(path))));
    expect(order).toEqual(paths);
  });
});
