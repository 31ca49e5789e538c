import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CountingProxy, openCountingProxy } from './counting-proxy.ts';

let server: Server;
let proxy: CountingProxy;
const sockets: Socket[] = [];
/** As PostgreSQL answers, by the kind of the message; what opens a connection has none. */
const ANSWERS: Record<string, string> = {
  '\0': 'R\0\0\0\x08\0\0\0\x0a',
  p: 'R\0\0\0\x08\0\0\0\0',
  Q: 'C\0\0\0\x0dSELECT 1\0Z\0\0\0\x05I',
};
beforeEach(async () => {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (chunk) => socket.write(ANSWERS[chunk.toString('latin1', 0, 1)] ?? '', 'latin1'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await openCountingProxy(`postgresql://me@127.0.0.1:${(server.address() as { port: number }).port}/db`);
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function open(): Promise<(message: string) => Promise<void>> {
  const { hostname, port } = new URL(proxy.url);
  const socket = connect({ host: hostname, port: Number(port) });
  sockets.push(socket);
  await once(socket, 'connect');
  return async (message) => {
    socket.write(message, 'latin1');
    await once(socket, 'data');
  };
}

const STARTUP = '\0\0\0\x08\0\x03\0\0';
const PASSWORD = 'p\0\0\0\x0bsecret\0';
const QUERY = 'Q\0\0\0\x0dSELECT 1\0';

test('a new connection is a round trip, however its login goes', async () => {
  const found = await proxy.count(async () => {
    const exchange = await open();
    for (const message of [STARTUP, PASSWORD, PASSWORD, QUERY]) await exchange(message);
  });
  expect(found).toEqual({ roundTrips: 2, statements: 1, connections: 1, prepared: false });
  expect(proxy.open()).toBe(1);
});

test('what comes after the action is counted, too, and what came before is not', async () => {
  const exchange = await open();
  for (const message of [STARTUP, QUERY]) await exchange(message);
  const found = await proxy.count(async () => {
    await exchange(QUERY);
    setTimeout(() => exchange(QUERY), 1);
  });
  expect(found).toEqual({ roundTrips: 2, statements: 2, connections: 0, prepared: false });
});
