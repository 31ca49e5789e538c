/** The service as a function of its settings: nothing listens yet, so tests can inject requests. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { operations } from './operations.ts';
import { batching } from './patterns/batching.ts';
import { parallel } from './patterns/parallel.ts';
import { pooling } from './patterns/pooling.ts';
import { streaming } from './patterns/streaming.ts';
import { workers } from './patterns/workers.ts';
import { poolPlugin } from './plugins/pool.ts';
import { upstreamPlugin } from './plugins/upstream.ts';
import { workerPoolPlugin } from './plugins/worker-pool.ts';
import { answerProblems } from './problems.ts';
import { KEEP_ALIVE_MS, type Settings } from './settings.ts';
import { beStrict, STRICT_OPTIONS } from './strictness.ts';
import { workloads } from './workloads.ts';

declare module 'fastify' {
  interface FastifyInstance {
    settings: Settings;
  }
}

/** The whole service; close it to close its pools. */
export function buildApp(settings: Settings, logger: FastifyServerOptions['logger'] = false): FastifyInstance {
  const app = Fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Closing ends idle keep-alive connections and waits for requests.
    forceCloseConnections: 'idle',
    ...STRICT_OPTIONS,
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.decorate('settings', settings);
  app.decorate('variants', {});
  beStrict(app);
  answerProblems(app);
  app.register(poolPlugin);
  app.register(upstreamPlugin);
  app.register(workerPoolPlugin);
  for (const routes of [operations, parallel, streaming, workers, batching, pooling, workloads]) app.register(routes);
  return app;
}
