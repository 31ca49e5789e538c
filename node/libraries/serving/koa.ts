/** Koa with its router and its reader of bodies, which takes at most 1 MB of plain text. */
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { listening } from '../http-server.ts';
import type { ServingModule } from '../library.ts';

export const packages = ['koa', '@koa/router', '@koa/bodyparser'];

export const serve: ServingModule['serve'] = async ({ port, health, readUser }) => {
  const app = new Koa();
  const router = new Router();

  router.get('/health', (ctx) => {
    ctx.body = health;
  });

  router.get('/light', (ctx) => {
    ctx.body = { ok: true };
  });

  router.get('/users/:id', async (ctx) => {
    const user = await readUser(Number(ctx.params.id));
    if (user === undefined) ctx.throw(404, 'there is no such user');
    ctx.body = user;
  });

  router.post('/bodies', bodyParser({ enableTypes: ['text'] }), (ctx) => {
    ctx.body = { bytes: Buffer.byteLength(ctx.request.body as string) };
  });

  app.use(router.routes());
  return listening(app.listen(port, '127.0.0.1'));
};
