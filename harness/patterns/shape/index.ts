/** How the shape of every pattern is read. */
import type { PatternName } from '../../results/schema.ts';
import { batchingShape } from './batching.ts';
import { parallelShape } from './parallel.ts';
import { poolingShape } from './pooling.ts';
import type { Shape } from './shape.ts';
import { streamingShape } from './streaming.ts';
import { workersShape } from './workers.ts';

export const shapes: Record<PatternName, Shape> = {
  parallel: parallelShape,
  streaming: streamingShape,
  workers: workersShape,
  batching: batchingShape,
  pooling: poolingShape,
};
