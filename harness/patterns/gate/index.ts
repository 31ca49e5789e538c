/** What a diff measures: one phase for each pattern, cheap enough for a dozen blocks of two sides. See README.md. */
import type { PatternName } from '../../results/schema.ts';
import type { Phase } from '../pattern.ts';
import { batchingGate } from './batching.ts';
import { parallelGate } from './parallel.ts';
import { poolingGate } from './pooling.ts';
import { streamingGate } from './streaming.ts';
import { workersGate } from './workers.ts';

export { gateMetrics } from './metrics.ts';
export { gateSizes } from './sizes.ts';

export const gatePhases: Record<PatternName, readonly Phase[]> = {
  parallel: [parallelGate],
  streaming: [streamingGate],
  workers: [workersGate],
  batching: [batchingGate],
  pooling: [poolingGate],
};
