/** How a request of every pattern is traced. */
import type { PatternName } from '../../results/schema.ts';
import { batchingTracing } from './batching.ts';
import { parallelTracing } from './parallel.ts';
import { poolingTracing } from './pooling.ts';
import { streamingTracing } from './streaming.ts';
import type { Tracing } from './tracing.ts';
import { workersTracing } from './workers.ts';

export const tracings: Record<PatternName, Tracing> = {
  parallel: parallelTracing,
  streaming: streamingTracing,
  workers: workersTracing,
  batching: batchingTracing,
  pooling: poolingTracing,
};
