/** A service that hangs, and three that do not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { profiles } from '../patterns/profiles.ts';
import { okWith, rawServer } from '../tests/servers/raw-server.ts';
import { answerTimeoutMs, hangs, serviceInWords } from './hung.ts';

const signal = new AbortController().signal;
const ask = (url: string, withinMs: number) => hangs(url, 'the node service', signal, withinMs);

test('one that accepts and never answers hangs', async () => {
  await using server = await rawServer(() => {});
  expect(await ask(server.url, 500)).toBe('the node service has stopped answering, also to GET /health, within 0.5 s');
});

test('one that answers late, one that breaks off and one that is gone do not', async () => {
  await using late = await rawServer(async (socket) => {
    await sleep(100);
    socket.write(okWith('{}'));
  });
  await using breaking = await rawServer((socket) => socket.resetAndDestroy());
  const gone = await rawServer(() => {});
  await gone[Symbol.asyncDispose]();
  // None of them is waited for as long, however busy the machine is.
  expect(await Promise.all([late, breaking, gone].map(({ url }) => ask(url, 30_000)))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the time that an answer may take follows the slowest request of the profile', () => {
  const slowestMs = profiles.original.sizes.users * 50;
  expect(answerTimeoutMs(profiles.original.sizes)).toBe(30_000 + 3 * slowestMs);
  expect(answerTimeoutMs(profiles.smoke.sizes)).toBeLessThan(40_000);
});

test.each([
  [{ stack: 'node' }, 'the node service'],
  [{ stack: 'python', side: 'head' }, 'the python service of head'],
  [{ stack: 'service', side: 'base' }, 'the service of base'],
] as const)('%j is called %s', (service, words) => expect(serviceInWords(service)).toBe(words));
