/** What a lab process of our own does: announce the address, serve, and leave when asked or when the owner dies. */
import type { FastifyInstance } from 'fastify';

/** Listens, prints `{"listening": …}` with any further addresses, and closes on SIGTERM, SIGINT or end of stdin. */
export async function announceAndServe(app: FastifyInstance, more: Record<string, string> = {}): Promise<void> {
  const listening = await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 0) });
  console.log(JSON.stringify({ listening, ...more }));
  const close = () => void app.close().then(() => process.exit(0));
  process.once('SIGTERM', close);
  process.once('SIGINT', close);
  if (process.env.EXIT_WITH_PARENT === '1') process.stdin.resume().once('end', close);
}
