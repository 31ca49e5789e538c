/** A TCP server for tests that does exactly what the test says, bytes and all. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawServer extends AsyncDisposable {
  url: string;
  /** How many connections have been made. */
  connections(): number;
}

/** `onRequest` is called for each chunk a client sends: the small requests of our client come in one. */
export async function rawServer(
  onRequest: (socket: Socket, request: string, connection: number) => unknown,
): Promise<RawServer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket);
    socket.on('error', () => {}); // the client breaks off, as it should
    socket.on('data', (chunk) => onRequest(socket, chunk.toString('latin1'), connection));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => sockets.length,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A complete response with this body. */
export const okWith = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
