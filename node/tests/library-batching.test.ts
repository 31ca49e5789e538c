/** The clients of the external API that need no package of their own; the others are installed by `duet libraries` alone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as globalFetch from '../libraries/batching/global-fetch.ts';
import * as nodeHttp from '../libraries/batching/node-http.ts';
import * as undiciFetch from '../libraries/batching/undici-fetch.ts';
import * as undiciRequest from '../libraries/batching/undici-request.ts';

const detail = (id: number) => ({ id, tier: 'gold', credit_cents: id });
const ids = Array.from({ length: 250 }, (_, index) => index + 1);

let status: number;
/** The sizes of the batches that were asked for. */
let sizes: number[];
const upstream = createServer(async (request, response) => {
  const asked = ((await json(request)) as { ids: number[] }).ids;
  sizes.push(asked.length);
  response.writeHead(status).end(JSON.stringify({ details: asked.map(detail) }));
});
beforeAll(() => once(upstream.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

test.each([
  ['undici-request', undiciRequest],
  ['undici-fetch', undiciFetch],
  ['global-fetch', globalFetch],
  ['node-http', nodeHttp],
])('%s asks for 100 at a time, and takes a refusal for an error', async (_name, { open }) => {
  [status, sizes] = [200, []];
  const library = await open(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  expect(await library.enrich(ids)).toEqual(ids.map(detail));
  expect(sizes).toEqual([100, 100, 50]);
  status = 503;
  await expect(library.enrich(ids)).rejects.toThrow('503');
  await library.close();
});
