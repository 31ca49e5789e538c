/** The five patterns, in the order of the report. */
import type { PatternName } from '../results/schema.ts';
import { batching } from './batching.ts';
import { parallel } from './parallel.ts';
import type { Pattern } from './pattern.ts';
import { pooling } from './pooling.ts';
import { streaming } from './streaming.ts';
import { workers } from './workers.ts';

export const patterns: Record<PatternName, Pattern> = { parallel, streaming, workers, batching, pooling };
