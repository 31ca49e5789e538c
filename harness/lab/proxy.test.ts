import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildProxy } from './proxy.ts';

let proxy: ReturnType<typeof buildProxy>;
let target: Server;
let serve: (socket: Socket) => void;
const opened: Socket[] = [];

beforeEach(async () => {
  target = createServer({ allowHalfOpen: true }, (socket) => {
    opened.push(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  proxy = buildProxy({ host: '127.0.0.1', port: await listen(target) });
  await listen(proxy.server);
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
  proxy.server.close();
  target.close();
});

/** Answers every chunk with the same chunk. */
const echo = (socket: Socket) => void socket.on('data', (chunk) => socket.write(chunk));

async function open(allowHalfOpen = false): Promise<Socket> {
  const { port } = proxy.server.address() as { port: number };
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen });
  socket.on('error', () => {});
  opened.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function exchange(socket: Socket, text: string): Promise<{ text: string; ms: number }> {
  const started = performance.now();
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return { text: chunk.toString(), ms: performance.now() - started };
}

describe('counts', () => {
  beforeEach(() => {
    serve = echo;
  });

  test('one round trip for each answer that a client waits for', async () => {
    const [one, other] = [await open(), await open()];
    for (let i = 0; i < 7; i++) expect(await exchange(one, `ping ${i}`)).toMatchObject({ text: `ping ${i}` });
    for (let i = 0; i < 3; i++) await exchange(other, 'ping');
    expect(proxy.counts).toEqual({ connections: 2, round_trips: 10, bytes_up: 54, bytes_down: 54 });
  });

  test('statements are counted from the moment on at which that is asked for, on old and new connections', async () => {
    const completed = 'C\0\0\0\x0dSELECT 1\0';
    serve = (socket) => void socket.on('data', () => socket.write(completed));
    const old = await open();
    await exchange(old, 'Q\0\0\0\x0dSELECT 1\0');
    const counts = proxy.countMessages();
    await exchange(old, 'Q\0\0\0\x0dSELECT 1\0');
    const added = await open();
    await exchange(added, '\0\0\0\x08\0\x03\0\0');
    await exchange(added, 'P\0\0\0\x11s1\0SELECT 1\0\0\0');
    expect(counts).toEqual({ statements: 3, named: 1 });
    expect(proxy.countMessages()).toEqual({ statements: 0, named: 0 });
  });

  test('none for a farewell that gets no answer', async () => {
    serve = (socket) => void socket.once('data', () => socket.write('once'));
    const socket = await open();
    await exchange(socket, 'hello');
    socket.write('farewell');
    await expect.poll(() => proxy.counts.bytes_up).toBe('hellofarewell'.length);
    expect(proxy.counts.round_trips).toBe(1);
  });

  test('one for an answer in several pieces, and none for what comes unasked', async () => {
    let goOn = () => {};
    serve = (socket) => {
      socket.write('unasked');
      socket.on('data', () => socket.write('first'));
      goOn = () => socket.write('second');
    };
    const socket = await open();
    await once(socket, 'data');
    expect(proxy.counts.round_trips).toBe(0);
    await exchange(socket, 'ask');
    goOn();
    await once(socket, 'data');
    expect(proxy.counts.round_trips).toBe(1);
  });

  test('reset starts them again and leaves the connections alone', async () => {
    const socket = await open();
    await exchange(socket, 'ping');
    proxy.reset();
    expect(proxy.counts).toEqual({ connections: 0, round_trips: 0, bytes_up: 0, bytes_down: 0 });
    await exchange(socket, 'ping');
    expect(proxy.counts).toEqual({ connections: 0, round_trips: 1, bytes_up: 4, bytes_down: 4 });
  });
});

describe('the round-trip time', () => {
  const RTT_MS = 40;

  test('is added to every answer, and to the first once more for the handshake', async () => {
    serve = echo;
    proxy.setRtt(RTT_MS);
    const socket = await open();
    const first = await exchange(socket, 'first');
    expect(first.ms).toBeGreaterThanOrEqual(2 * RTT_MS - 1);
    for (let i = 0; i < 3; i++) expect((await exchange(socket, 'next')).ms).toBeGreaterThanOrEqual(RTT_MS - 1);
  });

  test('never changes the order of the bytes, also when it shrinks under way', async () => {
    const sent = Array.from({ length: 200 }, (_, i) => `${i},`).join('');
    serve = (socket) =>
      void socket.once('data', async () => {
        for (const piece of sent.match(/[^,]*,/g) ?? []) {
          proxy.setRtt(20 - (Number.parseInt(piece, 10) % 20));
          socket.write(piece);
          await new Promise((resolve) => setImmediate(resolve));
        }
        socket.end();
      });
    const socket = await open();
    socket.write('go');
    expect(await allOf(socket)).toBe(sent);
  });
});

test('a megabyte each way arrives unchanged', async () => {
  serve = (socket) => void socket.pipe(socket);
  const socket = await open();
  const sent = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join('');
  socket.end(sent);
  expect((await allOf(socket)) === sent).toBe(true);
  expect(proxy.counts).toMatchObject({ bytes_up: sent.length, bytes_down: sent.length });
});

describe('ends', () => {
  test('a client that has finished speaking still gets its answer', async () => {
    serve = (socket) => void socket.resume().on('end', () => setTimeout(() => socket.end('late answer'), 30));
    const socket = await open(true);
    socket.end('question');
    expect(await allOf(socket)).toBe('late answer');
  });

  test('the end of the database reaches the client after its last bytes, held back as they are', async () => {
    proxy.setRtt(20);
    serve = (socket) => void socket.once('data', () => socket.end('last words'));
    const socket = await open();
    socket.write('x');
    expect(await allOf(socket)).toBe('last words');
  });

  test('a reset by the database closes the client', async () => {
    serve = (socket) => void socket.once('data', () => socket.resetAndDestroy());
    const socket = await open();
    socket.write('x');
    await once(socket, 'close');
  });

  test('a reset by the client closes the connection to the database', async () => {
    const closed = new Promise((resolve) => {
      serve = (socket) => void socket.on('end', resolve).resume();
    });
    const socket = await open();
    socket.write('x');
    await expect.poll(() => proxy.counts.bytes_up).toBe(1);
    socket.resetAndDestroy();
    await closed;
  });

  test('a database that is not there closes the client, and the proxy lives on', async () => {
    target.close();
    const socket = await open();
    if (!socket.closed) await once(socket, 'close');
    expect(proxy.server.listening).toBe(true);
  });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

async function allOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
