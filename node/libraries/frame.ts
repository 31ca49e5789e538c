/** The HTTP around a library: Fastify on 127.0.0.1, with GET /health, GET /light and one form for every failure. */
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { KEEP_ALIVE_MS } from '../settings.ts';
import type { Health, Listening } from './library.ts';

/** An app to which `routes/<field>.ts` adds what is asked of its field. */
export function frame(health: Health): FastifyInstance {
  const app = Fastify({ keepAliveTimeout: KEEP_ALIVE_MS, forceCloseConnections: 'idle' });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error.code?.startsWith('FST_')) return reply.code(error.statusCode ?? 500).send(failure(error));
    return reply.code(500).send(failure(error));
  });
  app.get('/health', async () => health);
  app.get('/light', async () => ({ ok: true }));
  return app;
}

/** A failure as the library raised it; many wrap the error of their driver, which is the cause. */
function failure(error: Error & { code?: unknown }) {
  return {
    error: error.constructor.name,
    message: error.message,
    ...(error.code === undefined ? {} : { code: String(error.code) }),
    ...(error.cause instanceof Error ? { cause: error.cause.message } : {}),
  };
}

export async function listen(app: FastifyInstance, port: number): Promise<Listening> {
  await app.listen({ host: '127.0.0.1', port });
  const [address] = app.addresses();
  if (address === undefined) throw new Error('the app has no address');
  return { port: address.port, close: () => app.close() };
}
