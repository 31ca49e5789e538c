/** Express 5. Its own reader of plain text takes at most 100 kB. */
import express from 'express';
import { listening } from '../http-server.ts';
import type { ServingModule } from '../library.ts';

export const packages = ['express'];

export const serve: ServingModule['serve'] = async ({ port, health, readUser }) => {
  const app = express();

  app.get('/health', (_request, response) => {
    response.json(health);
  });

  app.get('/light', (_request, response) => {
    response.json({ ok: true });
  });

  app.get('/users/:id', async (request, response) => {
    const user = await readUser(Number(request.params.id));
    if (user === undefined) response.status(404).json({ error: 'there is no such user' });
    else response.json(user);
  });

  app.post('/bodies', express.text(), (request, response) => {
    response.json({ bytes: Buffer.byteLength(String(request.body)) });
  });

  return listening(app.listen(port, '127.0.0.1'));
};
