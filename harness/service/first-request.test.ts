import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hideSecrets } from '../secrets.ts';
import { selfSigned } from '../tests/builders/certificate.ts';
import { prepareFirst } from './first-request.ts';
import { numberingAtRandom } from './request-numbers.ts';

let server: Server;
let answer: (response: ServerResponse) => void;
let asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string };

beforeEach(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray();
    const { method, url, headers } = request;
    asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const never = new AbortController().signal;

function send(take: Record<string, string>, request = 'POST /login {"user": "ann"}', to = url()) {
  const around = { taken: Object.keys(take), pick: () => [] };
  return prepareFirst(
    { request, headers: { 'X-Tenant': 'blue' }, take },
    around,
    'a.json',
  )(numberingAtRandom()).send(to, never);
}

test('values of the body, of a header and of a cookie, from a redirection, too', async () => {
  answer = (response) => {
    response.setHeader('Set-Cookie', ['a=1', 'session=abc=def; Path=/; HttpOnly']);
    response.writeHead(303, { location: '/', 'x-token': 'geheim-1' }).end('{"data": {"ids": [4711]}}');
  };
  const take = { id: 'json:data.ids.0', token: 'header:X-Token', session: 'cookie:session' };
  expect(await send(take)).toEqual({ id: '4711', token: 'geheim-1', session: 'abc=def' });
  expect(asked).toMatchObject({ method: 'POST', url: '/login', body: '{"user":"ann"}' });
  expect(asked.headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 'blue' });
});

test('a service with TLS and a certificate of its own is asked as well', async () => {
  const secure = createSecureServer(selfSigned(), (_, response) => void response.end('{"token": "geheim-2"}'));
  secure.listen(0, '127.0.0.1');
  try {
    await once(secure, 'listening');
    const to = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    expect(await send({ token: 'json:token' }, undefined, to)).toEqual({ token: 'geheim-2' });
  } finally {
    secure.close();
  }
});

test('what was taken is hidden from then on', async () => {
  answer = (response) => response.end('{"token": "geheim-4711"}');
  await send({ token: 'json:token' });
  expect(hideSecrets('it says geheim-4711')).toBe('it says ***');
});

test.each<[body: string, from: string, message: string]>([
  ['{"user": 1, "jwt": 2}', 'json:token', 'has nothing at token; it has user, jwt (take.t: json:token)'],
  ['{}', 'json:token', 'has nothing at token (take.t: json:token)'],
  ['no JSON', 'json:token', 'a body that is no JSON'],
  ['{"token": {}}', 'json:token', 'an object or a list there'],
  ['{"token": "a\\nb"}', 'json:token', 'cannot be sent in a header'],
  ['{"token": ""}', 'json:token', 'cannot be sent in a header'],
  ['{}', 'header:x-token', 'no header x-token'],
  ['{}', 'cookie:session', 'no cookie session'],
])('%s has no %s', async (body, from, message) => {
  answer = (response) => response.end(body);
  await expect(send({ t: from })).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

test('an error is shown with its status and what it says', async () => {
  answer = (response) => response.writeHead(401).end('{"error": "no such user"}');
  await expect(send({ t: 'json:t' })).rejects.toMatchObject({
    exitCode: 2,
    message: 'first: POST /login {"user": "***"} is answered with status 401: {"error": "no such user"}',
  });
});

test('no answer is said', async () => {
  answer = (response) => response.destroy();
  await expect(send({ t: 'json:t' })).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining('first: POST /login {"user": "***"} is not answered'),
  });
});

test('what says where a value is, is told in full', () => {
  const around = { taken: ['t'], pick: () => [] };
  const prepare = () => prepareFirst({ request: 'POST /login', take: { t: 'jsn:a' } }, around, 'a.json');
  expect(prepare).toThrow(expect.objectContaining({ exitCode: 2 }));
  try {
    prepare();
  } catch (error) {
    const { hint } = error as { hint: string };
    expect(hideSecrets(hint)).toBe(hint);
  }
});
