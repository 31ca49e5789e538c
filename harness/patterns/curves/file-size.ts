/** From what size of a file on does reading it line by line pay? Each trial meets a fresh process, as in the blocks. */
import { ensureFile } from '../../lab/files.ts';
import type { Sizes } from '../../results/schema.ts';
import type { Phase } from '../pattern.ts';
import { streaming } from '../streaming.ts';
import type { Sweep } from './sweep.ts';

const phase = streaming.phases[0] as Phase;

/** Smaller than the file of the run, for which memory and disk are known to suffice. */
const points = (sizes: Sizes) => [1e6, 8e6, 64e6, 256e6].filter((bytes) => bytes < sizes.file_bytes);

export const fileSize: Sweep = {
  id: 'file-size',
  pattern: 'streaming',
  x: { title: 'size of the file', unit: 'bytes', noun: '' },
  points,
  longFrom: 64e6,
  ownPoint: ({ file_bytes }) => file_bytes,
  curves: [
    {
      id: 'file-size-memory',
      title: 'Gain in memory against the size of the file',
      metric: 'peak_rss',
      gain: 'peak memory with the whole file ÷ peak memory line by line',
    },
    {
      id: 'file-size-time',
      title: 'Gain in time against the size of the file',
      metric: 'time',
      gain: 'time with the whole file ÷ time line by line',
    },
  ],
  how: () =>
    'One request to a fresh process, page cache warm; the memory that the idle process holds counts on both sides.',
  start: phase.start,
  fresh: 'per-trial',
  async prepare(lab, sizes, signal) {
    for (const bytes of points(sizes)) await ensureFile(lab.filesDir, bytes, signal);
  },
  trial: (context, file_bytes) => phase.trial({ ...context, sizes: { ...context.sizes, file_bytes } }),
  expectedMs: (variant, file_bytes, sizes) => phase.expectedMs(variant, { ...sizes, file_bytes }),
};
