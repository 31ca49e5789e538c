/** Made-up diffs of a reader's service whose processes keep something of each request, or do not. */
import type { DiffHeader, RequestLoad, Sample, ServiceRequest, SideName } from '../../results/schema.ts';
import { SIDES } from '../../results/schema.ts';
import { below, seededRandom } from '../../stats/random.ts';
import { normal } from '../../stats/simulation/noise.ts';
import { inspectionsOf, simulatedHeader } from './simulated-diff.ts';

/** How the memory of one side behaves. In bytes, and bytes per request. */
export interface Memory {
  /** Kept of each request for ever. */
  leak?: number;
  /** What the heap takes until it has found its size. */
  warming?: number;
  /** Garbage of each request, collected every `collectedEvery` requests. */
  garbage?: number;
}

export interface Growing {
  blocks: number;
  /** By the name of the request; those that are not named keep nothing. */
  base?: Record<string, Memory>;
  head?: Record<string, Memory>;
  /** The standard deviation of a reading, in bytes. */
  sd?: number;
  seed?: number;
}

export const REQUESTS = ['label', 'health'];
const WINDOWS = 8;
const LOAD: RequestLoad = {
  ...{ warm_up: 2_000, warm_up_ms: 300, turns: 10, turn: 30, window_ms: 70 },
  ...{ single: 12, gap_ms: 10 },
};
const PER_WINDOW = LOAD.turns * LOAD.turn;
const IDLE = 60e6;
const COLLECTED_EVERY = 700;
/** The heap has come to two thirds of its size after so many requests. */
const WARM_AFTER = 2_000;

export function growingHeader(): DiffHeader {
  const cells = REQUESTS.map((variant) => ({ pattern: 'request' as const, stack: 'service' as const, variant }));
  const requests = REQUESTS.map((name): ServiceRequest => {
    return { name, request: `GET /${name}`, headers: {}, thresholds: {}, load: LOAD };
  });
  const counts = inspectionsOf(cells, {});
  const { plan, ...header } = simulatedHeader({ cells });
  return {
    ...header,
    ...{ patterns: ['request'], stacks: ['service'] },
    inspections: { base: counts, head: counts },
    plan: { ...plan, turns: { windows: WINDOWS, lockstep: true } },
    service: { name: 'labels', requests, growth: true },
  };
}

export function growingSamples({ blocks, base = {}, head = {}, sd = 0, seed = 1 }: Growing): Sample[] {
  const [random, phases] = [seededRandom(seed), seededRandom(seed + 1_000)];
  const of: Record<SideName, Record<string, Memory>> = { base, head };
  let trial = 0;
  const samples: Sample[] = [];
  for (let block = 0; block < blocks; block++) {
    for (const variant of REQUESTS) {
      for (const side of SIDES) {
        const { leak = 0, warming = 0, garbage = 0 } = of[side][variant] ?? {};
        // No two processes come to the same place between two collections.
        const begun = below(phases, COLLECTED_EVERY);
        for (let window = 1; window <= WINDOWS; window++) {
          const served = window * PER_WINDOW;
          const all = LOAD.warm_up + served;
          const heap = warming * (1 - Math.exp(-all / WARM_AFTER)) + garbage * ((all + begun) % COLLECTED_EVERY);
          const rss = IDLE + leak * served + heap + sd * (normal(random, 1)[0] as number);
          const [cpuError = 0] = normal(random, 1);
          samples.push({
            ...{ block, trial: trial++, pattern: 'request', stack: 'service', variant, side, phase: 'load' },
            at: '2026-01-14T09:30:00.000Z',
            metrics: { cpu: 0.2 * Math.exp(0.005 * cpuError), rss, served },
            limits: {},
          });
        }
      }
    }
  }
  return samples;
}
