/** The sweeps, in the order of the report. Pooling has none: a connection that exists pays from the first request on. */
import { batchSize } from './batch-size.ts';
import { concurrency } from './concurrency.ts';
import { fileSize } from './file-size.ts';
import { reportLength } from './report-length.ts';
import type { Sweep } from './sweep.ts';

export const sweeps: readonly Sweep[] = [concurrency, fileSize, reportLength, batchSize];
