/** Hono on its adapter for Node. It reads a body of any size. */
import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { Hono } from 'hono';
import { listening } from '../http-server.ts';
import type { ServingModule } from '../library.ts';

export const packages = ['hono', '@hono/node-server'];

export const serve: ServingModule['serve'] = async ({ port, health, readUser }) => {
  const app = new Hono();

  app.get('/health', (c) => c.json(health));

  app.get('/light', (c) => c.json({ ok: true }));

  app.get('/users/:id', async (c) => {
    const user = await readUser(Number(c.req.param('id')));
    return user === undefined ? c.json({ error: 'there is no such user' }, 404) : c.json(user);
  });

  app.post('/bodies', async (c) => c.json({ bytes: Buffer.byteLength(await c.req.text()) }));

  return listening(listen({ fetch: app.fetch, port, hostname: '127.0.0.1' }) as Server);
};
