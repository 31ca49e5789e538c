/** The memory of the process while it works on the file, and how far it has read. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { ensureFile } from '../../lab/files.ts';
import { hasProc } from '../../lab/proc.ts';
import { processMemory } from '../../lab/process-table.ts';
import { readingPosition } from '../../lab/reading-position.ts';
import type { SeriesName, Sizes, TimelineSeries } from '../../results/schema.ts';
import { sendChecked } from '../checked-request.ts';
import { MB_PER_S, request } from '../streaming.ts';
import { rounded } from './events.ts';
import { type Look, startSampler } from './sampler.ts';
import { nothingSeen, type Tracing } from './tracing.ts';

/** Enough to show beside the memory of an idle process; more would look the same, and take longer. */
const MOST_BYTES = 16e6;
const bytesOf = ({ file_bytes }: Sizes) => Math.min(file_bytes, MOST_BYTES);

type Seen = Partial<Record<SeriesName, number>>;

export const streamingTracing: Tracing = {
  fresh: true,
  how: (sizes) => `one request for a file of ${bytesOf(sizes) / 1e6} MB to a process of its own`,
  async trace({ lab, client, service, variant, sizes, signal }) {
    if (!hasProc) return { events: [], series: [], missing: { code: 'no-proc' } };
    const file = await ensureFile(lab.filesDir, bytesOf(sizes), signal);
    const position = readingPosition(service.pid, realpathSync(file));
    const sampler = startSampler((): Seen => {
      const memory = processMemory(service.pid);
      const read = position();
      return { ...(memory && { rss_bytes: memory.rssBytes }), ...(read === undefined ? {} : { read_bytes: read }) };
    });
    const { failure } = await sendChecked(client, request(variant, path.basename(file)));
    const looks = sampler.end();
    const memory = seriesOf('rss_bytes', looks);
    const [first] = memory.samples;
    if (first === undefined) return nothingSeen(failure);
    const series = [memory, seriesOf('read_bytes', looks)].filter(({ samples }) => samples.length > 0);
    if (failure !== undefined) return { events: [], series, failure };
    return {
      events: [],
      series,
      facts: {
        about: 'memory',
        file_bytes: bytesOf(sizes),
        start_bytes: first.value,
        peak_bytes: Math.max(...memory.samples.map(({ value }) => value)),
        ms: memory.samples.at(-1)?.t_ms ?? 0,
      },
    };
  },
  expectedMs: (variant, sizes) => 50 + bytesOf(sizes) / 1e3 / (variant === 'before' ? MB_PER_S.before : MB_PER_S.after),
};

function seriesOf(name: SeriesName, looks: readonly Look<Seen>[]): TimelineSeries {
  const [{ atMs: zeroMs } = { atMs: 0 }] = looks;
  const samples = looks.flatMap(({ atMs, seen }) => {
    const value = seen[name];
    return value === undefined ? [] : [{ t_ms: rounded(atMs - zeroMs), value }];
  });
  return { name, samples };
}
