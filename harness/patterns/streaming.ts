/** A large file: all of it in one string, line by line, or as bytes in one buffer. Each request meets a fresh process. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { ensureFile, fileName } from '../lab/files.ts';
import { processMemory } from '../lab/process-table.ts';
import { BEST, type Sizes } from '../results/schema.ts';
import { sendChecked, wrongAnswer } from './checked-request.ts';
import { cpuMetric, startCpuAccount } from './cpu-metric.ts';
import type { Pattern, TrialContext } from './pattern.ts';

/** Small files with every trap of line splitting, in fixtures/golden; verify asks for them. */
export const CHECK_FILES = ['tricky.csv', 'empty.csv'];

/** Sums up one of the files. */
export const request = (variant: string, file: string) => ({
  method: 'POST' as const,
  path: `/streaming/${variant}`,
  body: { file },
});

/** What a request stalls and holds grows with the file; the trials show it at full size. */
const MOST_INSPECTED_BYTES = 4e6;
const inspectedBytes = ({ file_bytes }: Sizes) => Math.min(file_bytes, MOST_INSPECTED_BYTES);

/** How fast a slow machine works on the file. */
export const MB_PER_S = { before: 40, after: 50, [BEST]: 80 };

export const streaming: Pattern = {
  name: 'streaming',
  title: 'Streaming a large file',
  variants: ['before', 'after', BEST],
  metrics: [
    { id: 'peak_rss', title: 'peak memory of the process', unit: 'bytes', better: 'lower', kind: 'memory' },
    { id: 'time', title: 'time', unit: 'ms', better: 'lower', kind: 'time' },
    { id: 'rss_over_idle', title: 'peak memory over idle', unit: 'bytes', better: 'lower', kind: 'memory' },
    cpuMetric,
  ],
  claims: [
    { metric: 'peak_rss', before: 1e9, after: 15e6, gain: 67, text: 'a 1 GB file: 1 GB of memory becomes 15 MB' },
    { metric: 'time', before: 5_000, after: 4_800, gain: 1.04, text: 'the time stays about the same' },
  ],
  gains: [
    { metric: 'peak_rss', kind: 'ratio' },
    { metric: 'time', kind: 'ratio' },
    { metric: 'cpu', kind: 'ratio' },
  ],
  limits: {
    peak_rss: () => 'the memory of the same process when idle',
    time: () => 'a raw sequential read of the same cached file that counts newlines',
  },
  workload: ({ file_bytes }) =>
    `A CSV file of ${file_bytes / 1e6} MB, parsed line by line and summed per plan; one request to a fresh process, page cache warm.`,
  checks: (variant) => CHECK_FILES.map((file) => request(variant, file)),
  inspected: {
    count: 1,
    request: (variant, _n, sizes) => request(variant, fileName(inspectedBytes(sizes))),
    prepare: ({ filesDir }, sizes, signal) => ensureFile(filesDir, inspectedBytes(sizes), signal),
    how: (sizes) => `one request for a file of ${inspectedBytes(sizes) / 1e6} MB, in a process that has served others`,
  },
  phases: [
    {
      name: 'file',
      start: {},
      // And started when its trial comes: a Node process that has waited for its turn peaks up to 10 % lower.
      fresh: 'per-trial',
      trialsPerBlock: () => 1,
      // A process of its own each time, and its peak is the same in every block.
      sparingly: [BEST],
      trial: measure,
      control: { variant: 'after', ifAlone: true },
      expectedMs: (variant, { file_bytes }) => 700 + file_bytes / 1e3 / MB_PER_S[variant as keyof typeof MB_PER_S],
    },
  ],
};

async function measure({ lab, client, service, variant, sizes, signal }: TrialContext) {
  const file = fileName(sizes.file_bytes);
  const raw = await readRaw(path.join(lab.filesDir, file), signal);
  const idle = processMemory(service.pid);
  const cpuSince = startCpuAccount(service);
  const { answer, failure } = await sendChecked(client, request(variant, file));
  if (failure) return { metrics: {}, failure };
  const cpu = cpuSince(1);
  const peak = processMemory(service.pid);
  const { rows } = JSON.parse(answer.text) as { rows: number };
  if (rows !== raw.lines) return { metrics: {}, failure: wrongAnswer(`${rows} rows, but the file has ${raw.lines}`) };
  // Without /proc there is no peak to read, and the report says that the metric is absent.
  if (idle === undefined || peak === undefined) {
    return { metrics: { time: answer.ms, ...cpu }, limits: { time: raw.ms } };
  }
  return {
    metrics: { peak_rss: peak.peakRssBytes, time: answer.ms, rss_over_idle: peak.peakRssBytes - idle.rssBytes, ...cpu },
    limits: { time: raw.ms, peak_rss: idle.rssBytes },
  };
}

/** Reads the file from start to end into one buffer and counts its newlines: the least work that sees every line. */
async function readRaw(file: string, signal: AbortSignal): Promise<{ ms: number; lines: number }> {
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const handle = await open(file);
  try {
    const started = performance.now();
    let lines = 0;
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return { ms: performance.now() - started, lines };
      const chunk = buffer.subarray(0, bytesRead);
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
    }
  } finally {
    await handle.close();
  }
}
