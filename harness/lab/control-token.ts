/** The token of a run: who knows it may steer the lab. Its own processes are told it by the environment, never as an argument. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Shared by this process and what it starts; another run has another. */
export const controlToken = randomBytes(24).toString('base64url');

/** The header that carries it. */
export const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

/**
 * Answers 401 to every request without the token but those of the routes that are `open` (by their patterns), and to unknown
 * addresses. A process that was told no token lets nobody in.
 */
export function requireToken(app: FastifyInstance, open: string[] = [], token = process.env.CONTROL_TOKEN ?? ''): void {
  const expected = digest(bearing(token).authorization);
  app.addHook('onRequest', async (request, reply) => {
    if (open.includes(request.routeOptions.url ?? '')) return;
    if (token !== '' && timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return;
    await reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'the token of this run is missing' });
  });
}

/** Has one length, whatever is compared. */
const digest = (text: string) => createHash('sha256').update(text).digest();
