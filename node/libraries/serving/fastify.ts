/** Fastify, with a schema for each answer. Its own parser reads plain text, of at most 1 MiB. */
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { ServingModule } from '../library.ts';

export const packages = ['fastify'];

const LIGHT = { type: 'object', properties: { ok: { type: 'boolean' } } };
const USER = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    email: { type: 'string' },
    plan: { type: 'string' },
    country: { type: 'string' },
  },
};
const BODY = { type: 'object', properties: { bytes: { type: 'integer' } } };

export const serve: ServingModule['serve'] = async ({ port, health, readUser }) => {
  const app = Fastify();

  app.get('/health', async () => health);

  app.get('/light', { schema: { response: { 200: LIGHT } } }, async () => ({ ok: true }));

  app.get<{ Params: { id: string } }>(
    '/users/:id',
    { schema: { response: { 200: USER } } },
    async ({ params }, reply) => {
      const user = await readUser(Number(params.id));
      return user ?? reply.code(404).send({ error: 'there is no such user' });
    },
  );

  app.post<{ Body: string }>('/bodies', { schema: { response: { 200: BODY } } }, async ({ body }) => ({
    bytes: Buffer.byteLength(body),
  }));

  await app.listen({ port, host: '127.0.0.1' });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
};
