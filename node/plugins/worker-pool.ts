/** Warm worker threads: started with the app, reused by every report, ended with the app. */
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { Piscina } from 'piscina';
import type { RevenueReport } from '../patterns/revenue.ts';

declare module 'fastify' {
  interface FastifyInstance {
    workers: Piscina<number, RevenueReport>;
  }
}

const REVENUE = fileURLToPath(new URL('../patterns/revenue.ts', import.meta.url));

export const workerPoolPlugin = plugin(async (app: FastifyInstance) => {
  const { workers: threads } = app.settings;
  const workers = new Piscina<number, RevenueReport>({
    filename: REVENUE,
    name: 'revenueReport',
    minThreads: threads,
    maxThreads: threads,
  });
  app.decorate('workers', workers);
  // The first task of a thread pays for loading the module; here nobody waits for it.
  app.addHook('onReady', async () => {
    await Promise.all(Array.from({ length: threads }, () => workers.run(1)));
  });
  // destroy() and not close(): a report may take longer than a shutdown has time.
  app.addHook('onClose', () => workers.destroy());
});
