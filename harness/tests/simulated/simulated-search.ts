/** Whole searches on simulated services, to count how often the search finds what is there. */
import type { TuneCell } from '../../results/tune.ts';
import { seededRandom } from '../../stats/random.ts';
import { bestOf, isEquivalent, levelOf, noiseOf } from '../../tune/search/equivalent.ts';
import { nextStep, type SearchResult } from '../../tune/search/next-setting.ts';
import { predict } from '../../tune/search/prediction.ts';
import { typicalSeed } from '../../tune/search/typical-draw.ts';
import {
  arrivalsOf,
  cellOf,
  OVERHEAD_MS,
  requestsAt,
  type SimulatedCase,
  serve,
  simulateWindow,
} from './simulated-window.ts';

export interface Searched {
  result: SearchResult;
  /** Connections. */
  predicted: number;
  windows: number;
  /** The smallest settings that are as good as the best: with these arrivals, and with those of another seed. */
  smallest: number;
  smallestElsewhere: number;
}

/** What PostgreSQL gives to one process by default, less one that watches. */
const CEILING = 96;
/** Beyond these no workload here needs any. */
const MOST = 64;
const PROBES = 60;
const TRUE_WINDOWS = 3;

/** A search from the probe to its end, and the truth beside it. */
export function simulateSearch(one: SimulatedCase): Searched {
  const random = seededRandom(one.seed);
  const alone = probe(one, random);
  const prediction = predict({ ...alone, ratePerS: one.ratePerS, arrivals: one.arrivals });
  const typical = (seed: number) => typicalSeed({ ...alone, arrivals: (drawn) => arrivalsOf(one, drawn), seed });
  const arrivalSeed = typical(one.seed);
  const cells = new Map<number, TuneCell>();
  for (let windows = 0; ; windows++) {
    const step = nextStep({ prediction, ceiling: CEILING, measured: [...cells.values()] });
    if ('done' in step) {
      const truth = (seed: number) => smallestEquivalent(one, seed);
      const [smallest, smallestElsewhere] = [truth(arrivalSeed), truth(typical(one.seed + 1))];
      return { result: step.done, predicted: prediction.connections, windows, smallest, smallestElsewhere };
    }
    const window = simulateWindow(one, step.measure, arrivalSeed, random);
    cells.set(step.measure, cellOf(step.measure, [...(cells.get(step.measure)?.windows ?? []), window]));
  }
}

/** One request at a time. */
function probe(one: SimulatedCase, random: ReturnType<typeof seededRandom>) {
  const apart = Array.from({ length: PROBES }, (_, n) => n * 1_000);
  const { latenciesMs, heldMs, waitsMs } = serve(requestsAt(apart, one, random), MOST);
  const totalMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
  return {
    holdMs: heldMs / PROBES,
    serviceMs: OVERHEAD_MS + totalMs / PROBES,
    checkoutsPerRequest: waitsMs.length / PROBES,
  };
}

/** Every setting on an undisturbed machine, and the first that is as good as the best of them. */
function smallestEquivalent(one: SimulatedCase, arrivalSeed: number): number {
  const random = seededRandom(one.seed + 1_000_000);
  const quiet = { ...one, noise: 0, disturbed: 0 };
  const levels = Array.from({ length: MOST }, (_, index) => {
    const window = () => simulateWindow(quiet, index + 1, arrivalSeed, random);
    return levelOf(cellOf(index + 1, Array.from({ length: TRUE_WINDOWS }, window)));
  });
  const noise = noiseOf([], Number.POSITIVE_INFINITY);
  const best = bestOf(levels, noise);
  return levels.find((level) => isEquivalent(level, best, noise))?.connections ?? MOST;
}

/** Shares of many searches that came within 2 connections, and what they cost. */
export interface SearchTally {
  searches: number;
  /** Near the smallest setting with the arrivals that were searched with. */
  near: number;
  /** Near the smallest setting with another typical draw. */
  nearElsewhere: number;
  /** Those whose prediction alone was that near. */
  predictedNear: number;
  undecided: number;
  windows: number;
}

export const NEAR = 2;

/** @param seeds a search for each. */
export function countSearches(one: Omit<SimulatedCase, 'seed'>, seeds: readonly number[]): SearchTally {
  const tally: SearchTally = { searches: 0, near: 0, nearElsewhere: 0, predictedNear: 0, undecided: 0, windows: 0 };
  for (const seed of seeds) {
    const { result, predicted, windows, smallest, smallestElsewhere } = simulateSearch({ ...one, seed });
    tally.searches++;
    tally.windows += windows;
    if (Math.abs(result.connections - smallest) <= NEAR) tally.near++;
    if (Math.abs(result.connections - smallestElsewhere) <= NEAR) tally.nearElsewhere++;
    if (Math.abs(predicted - smallest) <= NEAR) tally.predictedNear++;
    if (result.ending === 'undecided') tally.undecided++;
  }
  return tally;
}
