/** Is the peak of memory bounded, or does it grow with the file? */
import { ensureFile, fileName } from '../../lab/files.ts';
import { processMemory } from '../../lab/process-table.ts';
import { sendChecked } from '../checked-request.ts';
import { request } from '../streaming.ts';
import { classOf, type Shape } from './shape.ts';

/** One after the other in the same process: what the smaller one leaves behind is in both peaks. */
const SMALL_BYTES = 16e6;
const LARGE_BYTES = 64e6;
/**
 * Bytes of peak memory per byte of file. Held as a whole it is at least 1; in pieces it is what the collector of garbage
 * leaves lying about. README.md has the measurements.
 */
const GROWTH = [{ upTo: 0.15, from: 0.4 }];

export const streamingShape: Shape = {
  fresh: true,
  agreeing: 1,
  expectedMs: 3_500,
  async prepare({ filesDir }, _sizes, signal) {
    for (const bytes of [SMALL_BYTES, LARGE_BYTES]) await ensureFile(filesDir, bytes, signal);
  },
  async read({ client, service, variant }) {
    const peaks: number[] = [];
    for (const bytes of [SMALL_BYTES, LARGE_BYTES]) {
      const { failure } = await sendChecked(client, request(variant, fileName(bytes)));
      if (failure) return { failure };
      const memory = processMemory(service.pid);
      if (memory === undefined) return { facts: {} };
      peaks.push(memory.peakRssBytes);
    }
    const [small = 0, large = 0] = peaks;
    return { facts: { memory_growth: classOf((large - small) / (LARGE_BYTES - SMALL_BYTES), GROWTH) } };
  },
};
