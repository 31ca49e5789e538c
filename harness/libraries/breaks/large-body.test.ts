import { expect, test } from 'vitest';
import { starterOf } from '../../tests/servers/scripted-library.ts';
import { CATALOGUE, type CatalogueEntry } from '../catalogue.ts';
import type { Surroundings } from './break-trial.ts';
import { largeBody } from './large-body.ts';

const [entry] = CATALOGUE.filter(({ field }) => field === 'serving') as [CatalogueEntry];
const surroundingsOf = (...library: Parameters<typeof starterOf>): Surroundings =>
  ({ measuring: { start: starterOf(...library), signal: new AbortController().signal } }) as unknown as Surroundings;
const BYTES = 100_000_000;

/** @param count of bytes that it says it has received, by how many came. */
const taking = (count: (bytes: number) => number) =>
  surroundingsOf(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    response.end(JSON.stringify({ bytes: count(bytes) }));
  });

test('a body that is taken whole harms nothing, and its memory is told', async () => {
  const found = await largeBody.run(
    entry,
    taking((bytes) => bytes),
  );
  expect(found).toMatchObject({ outcome: 'unharmed', figures: { sent_bytes: BYTES, status: 200 } });
  expect(found.said).toBeUndefined();
});

test('a body of which some is lost is answered wrongly', async () => {
  expect(
    await largeBody.run(
      entry,
      taking((bytes) => bytes - 1),
    ),
  ).toMatchObject({ outcome: 'wrong' });
});

test('a server that refuses at once, and reads no further, is heard', async () => {
  const surroundings = surroundingsOf((request, response) => {
    if (request.url === '/bodies') response.writeHead(413, { connection: 'close' }).end('too large');
    else response.end('{}');
  });
  const found = await largeBody.run(entry, surroundings);
  expect(found).toMatchObject({ outcome: 'failed', figures: { status: 413 }, said: 'too large' });
});

test('a connection that is broken off is a failure, and no crash', async () => {
  const surroundings = surroundingsOf((request, response) => {
    if (request.url === '/bodies') request.once('data', () => request.socket.destroy());
    else response.end('{}');
  });
  const found = await largeBody.run(entry, surroundings);
  expect(found.outcome).toBe('failed');
  expect(found.figures.status).toBeUndefined();
  expect(found.said).toMatch(/^(ECONNRESET|EPIPE)$/);
});
