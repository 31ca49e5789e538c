/** The server of Node itself: routing, reading a body and refusing are done by hand, and a body has no limit. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listening } from '../http-server.ts';
import type { ServingModule } from '../library.ts';

export const packages: string[] = [];

function send(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

export const serve: ServingModule['serve'] = async ({ port, health, readUser }) => {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request;
    const id = /^\/users\/([0-9]+)$/.exec(url)?.[1];
    if (method === 'GET' && url === '/light') return send(response, 200, { ok: true });
    if (method === 'GET' && url === '/health') return send(response, 200, health);
    if (method === 'GET' && id !== undefined) {
      const user = await readUser(Number(id));
      return user === undefined ? send(response, 404, { error: 'there is no such user' }) : send(response, 200, user);
    }
    if (method === 'POST' && url === '/bodies') {
      const body = await buffer(request);
      return send(response, 200, { bytes: body.length });
    }
    return send(response, 404, { error: 'there is no such route' });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => send(response, 500, { error: error.message }));
  });
  return listening(server.listen(port, '127.0.0.1'));
};
