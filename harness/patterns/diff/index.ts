/** What a diff measures: one phase for each pattern, two where requests are many and short, cheap enough for a dozen blocks of two sides. See README.md. */
import type { PatternName } from '../../results/schema.ts';
import type { Phase } from '../pattern.ts';
import { batchingLatency, batchingLoad } from './batching.ts';
import { parallelLatency, parallelLoad } from './parallel.ts';
import { poolingLatency, poolingLoad } from './pooling.ts';
import { streamingLoad } from './streaming.ts';
import { workersLoad } from './workers.ts';

export { diffMetricsOf, isPrimary } from './metrics.ts';
export { diffSizes } from './sizes.ts';

export const diffPhases: Record<PatternName, readonly Phase[]> = {
  parallel: [parallelLoad, parallelLatency],
  streaming: [streamingLoad],
  workers: [workersLoad],
  batching: [batchingLoad, batchingLatency],
  pooling: [poolingLoad, poolingLatency],
};
