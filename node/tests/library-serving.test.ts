/** The servers that need no package of their own; the others are installed by `duet libraries` alone. */
import { expect, onTestFinished, test } from 'vitest';
import type { ServingModule } from '../libraries/library.ts';
import * as fastify from '../libraries/serving/fastify.ts';
import * as nodeHttp from '../libraries/serving/node-http.ts';
import { ask } from './ask.ts';

const health = { pid: 1, versions: { node: '24' } };
const ada = { id: 1, name: 'Ada', email: 'ada@example.com', plan: 'free', country: 'DE' };
const MOST_OF_FASTIFY = 1_048_576;

test.each<[string, ServingModule, object]>([
  ['fastify', fastify, { status: 413 }],
  ['node-http', nodeHttp, { status: 200, answer: { bytes: MOST_OF_FASTIFY + 1 } }],
])('%s answers as all do, and takes the bodies that it takes without a setting', async (_name, { serve }, larger) => {
  const readUser = async (id: number) => (id === 1 ? ada : undefined);
  const { port, close } = await serve({ port: 0, health, readUser });
  onTestFinished(close);
  expect(await ask(port, 'GET', '/health')).toEqual({ status: 200, answer: health });
  expect(await ask(port, 'GET', '/light')).toEqual({ status: 200, answer: { ok: true } });
  expect(await ask(port, 'GET', '/users/1')).toEqual({ status: 200, answer: ada });
  expect(await ask(port, 'GET', '/users/2')).toMatchObject({ status: 404 });
  expect(await ask(port, 'GET', '/nowhere')).toMatchObject({ status: 404 });
  const body = 'x'.repeat(MOST_OF_FASTIFY);
  expect(await ask(port, 'POST', '/bodies', body)).toEqual({ status: 200, answer: { bytes: MOST_OF_FASTIFY } });
  expect(await ask(port, 'POST', '/bodies', `${body}x`)).toMatchObject(larger);
});
