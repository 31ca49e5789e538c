/** Pattern: keep CPU-bound work out of the event loop. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { SizeBody } from '../parameters.ts';
import { variantRoutes } from '../variants.ts';
import { type RevenueReport, revenueReport } from './revenue.ts';

const RevenueAnswer = Type.Object({
  size: Type.Integer(),
  orders: Type.Integer(),
  revenue_cents: Type.Integer(),
  cohorts: Type.Array(
    Type.Object({
      cohort: Type.Integer(),
      orders: Type.Integer(),
      revenue_cents: Type.Integer(),
      by_month: Type.Array(Type.Integer()),
    }),
  ),
  checksum: Type.Integer(),
  busy_ms: Type.Number(),
});

// #region before
/** In the event loop: until the report is done, no other request is served. */
async function before(_app: FastifyInstance, size: number): Promise<RevenueReport> {
  return revenueReport(size);
}
// #endregion

const REVENUE_WORKER = new URL('./revenue-worker.ts', import.meta.url);

// The thread ends with its report, also when the client has gone: the bound on the size is what ends it then.
// #region after
/** In a thread of its own per request: the loop stays free, each report pays the thread's start. */
async function after(_app: FastifyInstance, size: number): Promise<RevenueReport> {
  const worker = new Worker(REVENUE_WORKER, { workerData: size });
  try {
    const [report] = await once(worker, 'message'); // an error in the thread rejects
    return report;
  } finally {
    await worker.terminate();
  }
}
// #endregion

// #region after-pool
/** In a warm pool of threads: the loop stays free and nothing has to start. */
async function afterPool(app: FastifyInstance, size: number): Promise<RevenueReport> {
  return app.workers.run(size);
}
// #endregion

export const workers: FastifyPluginAsyncTypebox = async (app) => {
  const variants = { before, after, 'after-pool': afterPool };
  variantRoutes(app, 'POST', '/workers/:variant', { variants }, (url, report) => {
    app.post(url, { schema: { body: SizeBody, response: { 200: RevenueAnswer } } }, async ({ body }) =>
      report(app, body.size),
    );
  });
};
