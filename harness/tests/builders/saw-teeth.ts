/** Diffs of services whose heap comes and goes between collections of garbage: how often growth is judged right. */
import { type GrowthPair, growthOf, growthRule, growthThreshold, type MemoryReading } from '../../stats/growth.ts';
import { fraction, type Random, seededRandom } from '../../stats/random.ts';
import { boundariesOf, decideBy, type Look } from '../../stats/sequential.ts';
import { normal } from '../../stats/simulation/noise.ts';

/** In bytes, and bytes per request. */
export interface Heap {
  /** Kept of each request for ever. */
  leak?: number;
  /** Kept of each request until it is collected; the process gives back what is collected. */
  garbage?: number;
  /** After so many requests garbage is collected. A process begins anywhere between two collections. */
  collectedEvery?: number;
}

export interface SawTeethScenario {
  base: Heap;
  head: Heap;
  looks: readonly Look[];
  /** The requests of a window. */
  perWindow: number;
  /** The standard deviation of a reading, in bytes. */
  sd: number;
}

export type GrowthTally = Record<'regression' | 'improvement' | 'no change' | 'undecided', number>;

const WINDOWS = 8;

/** Runs the scenario `runs` times from the seed. */
export function simulateSawTeeth(scenario: SawTeethScenario, runs: number, seed: number): GrowthTally {
  const random = seededRandom(seed);
  const { base, head, looks, perWindow } = scenario;
  const boundaries = boundariesOf(looks);
  const rule = growthRule(growthThreshold((WINDOWS / 2) * perWindow));
  const tally: GrowthTally = { regression: 0, improvement: 0, 'no change': 0, undecided: 0 };
  for (let run = 0; run < runs; run++) {
    const blocks = Array.from({ length: looks.at(-1)?.blocks ?? 0 }, (): GrowthPair => {
      return { base: growthIn(base, scenario, random), head: growthIn(head, scenario, random) };
    });
    tally[decideBy(blocks, boundaries, rule)?.verdict ?? 'undecided']++;
  }
  return tally;
}

/** What a process grows by in a block, in bytes per 1,000 requests. */
function growthIn(
  { leak = 0, garbage = 0, collectedEvery = 1 }: Heap,
  { perWindow, sd }: SawTeethScenario,
  random: Random,
): number {
  const begun = fraction(random) * collectedEvery;
  const readings = normal(random, WINDOWS).map((error, window): MemoryReading => {
    const served = (window + 1) * perWindow;
    return { served, rssBytes: leak * served + garbage * ((begun + served) % collectedEvery) + sd * error };
  });
  return growthOf(readings) as number;
}
