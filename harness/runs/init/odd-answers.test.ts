/** Answers as servers of all kinds give them: tried by `duet init`, then under load as a diff has it. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClient } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { prepareService } from '../../service/read-config.ts';
import { type RawServer, rawServer } from '../../tests/servers/raw-server.ts';
import { tryRequests } from './try-requests.ts';

const JSON_BODY = '{"id":7,"name":"é"}';
const PACKED = gzipSync(JSON_BODY).toString('latin1');
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;

/** What is answered, in latin1, and whether the connection ends with it. */
function answerTo(request: string): { bytes: string; ends?: boolean } {
  const [what = ''] = request.split(' HTTP/1.1');
  const body = Buffer.from(JSON_BODY).toString('latin1');
  const isLoggedIn = request.includes('cookie: sid=s3cret; theme=dark');
  switch (what) {
    case 'GET /old':
      return { bytes: head('HTTP/1.0 200 OK', 'content-type: application/json') + body, ends: true };
    case 'GET /old-kept':
      return { bytes: head('HTTP/1.0 200 OK', 'Connection: Keep-Alive', `content-length: ${body.length}`) + body };
    case 'GET /trailers': {
      const chunks = `${body.length.toString(16)};a=1\r\n${body}\r\n0\r\nx-sum: 1\r\nserver-timing: db\r\n\r\n`;
      return { bytes: head('HTTP/1.1 200 OK', 'trailer: x-sum', 'transfer-encoding: chunked') + chunks };
    }
    case 'DELETE /nothing':
      return { bytes: head('HTTP/1.1 204 No Content') };
    case 'POST /empty':
      // As nginx and others say to a request of which nothing tells how long it is.
      if (!request.includes('\r\ncontent-length: 0\r\n')) return { bytes: head('HTTP/1.1 411 Length Required') };
      return { bytes: head('HTTP/1.1 201 Created', 'content-length: 0') };
    case 'GET /packed':
      return { bytes: head('HTTP/1.1 200 OK', 'content-encoding: gzip', `content-length: ${PACKED.length}`) + PACKED };
    case 'POST /login': {
      const cookies = ['set-cookie: sid=s3cret; HttpOnly; Path=/', 'set-cookie: theme=dark'];
      return { bytes: head('HTTP/1.1 302 Found', 'location: /account', ...cookies, 'content-length: 0') };
    }
    case 'GET /account':
      if (isLoggedIn) return { bytes: head('HTTP/1.1 200 OK', `content-length: ${body.length}`) + body };
      return { bytes: head('HTTP/1.1 302 Found', 'location: /login?next=/account', 'content-length: 0') };
    default:
      return { bytes: head('HTTP/1.1 404 Not Found', 'content-length: 0') };
  }
}

let server: RawServer;
beforeAll(async () => {
  server = await rawServer((socket, request) => {
    const { bytes, ends } = answerTo(request);
    socket.write(bytes, 'latin1');
    if (ends) socket.end();
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const { signal } = new AbortController();
const SAYS_ID = ['json:id=7', 'json:name=é', 'contains:"id"'];
const CONFIG = {
  start: 'run --port {port}',
  first: { request: 'POST /login {"user": "ann"}', take: { sid: 'cookie:sid', theme: 'cookie:theme' } },
  requests: {
    old: { request: 'GET /old', expect: SAYS_ID },
    'old-kept': { request: 'GET /old-kept', expect: SAYS_ID },
    trailers: { request: 'GET /trailers', expect: SAYS_ID },
    nothing: 'DELETE /nothing',
    empty: 'POST /empty',
    packed: { request: 'GET /packed', expect: SAYS_ID, headers: { 'Accept-Encoding': 'gzip' } },
    account: { request: 'GET /account', expect: SAYS_ID, headers: { Cookie: 'sid={sid}; theme={theme}' } },
  },
};

test('each of them is answered as expected, alone and under load', async () => {
  const service = prepareService(CONFIG, '.', 'duet.config.ts');
  const taken = (await service.first?.send(server.url, signal)) ?? {};
  const tried = await tryRequests(server.url, service.requests, taken, signal);
  expect(tried.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(tried.map(({ status }) => status)).toEqual([200, 200, 200, 204, 201, 200, 200]);

  await using client = openClient(server.url, { connections: 4, timeoutMs: 10_000, signal });
  for (const { name, request, check } of service.requests) {
    const load = await closedLoop(client, (n) => request(n, taken), { clients: 4, requests: 40, check });
    expect([name, load.completed, load.problems]).toEqual([name, 40, {}]);
  }
});

test('a redirection is no answer, and where it leads is said without what it is asked for', async () => {
  const requests = { account: { request: 'GET /account', headers: {} }, other: 'GET /other' };
  const service = prepareService({ start: CONFIG.start, requests }, '.', 'duet.config.ts');
  const [account, other] = await tryRequests(server.url, service.requests, {}, signal);
  expect(account).toMatchObject({ status: 302, problem: 'a redirection to /login' });
  expect(other).toMatchObject({ status: 404, problem: '' });
});
