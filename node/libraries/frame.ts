/** The HTTP around a library: Fastify on 127.0.0.1, with GET /health, GET /light and one form for every failure. */
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Health, Listening } from './library.ts';

/** A client's idle connection is kept this long, as the service keeps it. */
const KEEP_ALIVE_MS = 75_000;

/** An app to which `routes/<field>.ts` adds what is asked of its field. */
export function frame(health: Health): FastifyInstance {
  const app = Fastify({ keepAliveTimeout: KEEP_ALIVE_MS, forceCloseConnections: 'idle' });
  // Fastify's own refusals have a status; a library's failure is 500, also where its error has a property of that name.
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = String(error.code).startsWith('FST_') ? error.statusCode : undefined;
    return reply.code(status ?? 500).send(failure(error));
  });
  app.get('/health', async () => health);
  app.get('/light', async () => ({ ok: true }));
  return app;
}

/** What libraries say of a failure. Many wrap the error of their driver: as the cause, or in Sequelize as the original. */
interface LibraryError extends Error {
  code?: unknown;
  original?: unknown;
}

/** A failure as the library raised it, and the driver's code where the library has none of its own. */
function failure(error: LibraryError) {
  const inner: LibraryError | undefined = [error.cause, error.original].find((wrapped) => wrapped instanceof Error);
  const code = error.code ?? inner?.code;
  return {
    error: error.constructor.name,
    message: error.message,
    ...(code === undefined ? {} : { code: String(code) }),
    ...(inner === undefined ? {} : { cause: inner.message }),
  };
}

export async function listen(app: FastifyInstance, port: number): Promise<Listening> {
  const address = await app.listen({ host: '127.0.0.1', port });
  return { port: Number(new URL(address).port), close: () => app.close() };
}
