/** How often an interval at 95 % holds the truth when the number of its blocks was decided from the spread of a pilot. */
import { allocateBlocks } from '../allocation.ts';
import { meanEstimate } from '../interval.ts';
import { type Random, seededRandom } from '../random.ts';
import { sampleVariance } from '../variance.ts';
import type { Noise } from './noise.ts';

const PILOT_BLOCKS = 3;

/** Patterns that share a time budget: what is true of the blocks of each, and the time that is left after the pilot. */
export interface TwoStage {
  title: string;
  /** `gains` of each pattern are estimated from the same blocks, the widest of which decides. */
  patterns: readonly { sd: number; blockMs: number; gains: number }[];
  leftMs: number;
}

const equal = (patterns: number, sds: readonly number[], gains: number) =>
  Array.from({ length: patterns }, (_, index) => ({ sd: sds[index % sds.length] as number, blockMs: 1, gains }));

/** The hardest cases found: where little is left, and where patterns that spread equally only seem to differ. */
export const TWO_STAGES: readonly TwoStage[] = [
  { title: '2 equal, 6 blocks more', patterns: equal(2, [1], 1), leftMs: 6 },
  { title: '5 equal, 4 blocks more', patterns: equal(5, [1], 1), leftMs: 4 },
  { title: '5 equal, 8 blocks more', patterns: equal(5, [1], 1), leftMs: 8 },
  { title: '5 equal, 15 blocks more', patterns: equal(5, [1], 1), leftMs: 15 },
  { title: '5 equal, 50 blocks more', patterns: equal(5, [1], 1), leftMs: 50 },
  { title: 'SD 1 to 3, 15 blocks more', patterns: equal(5, [1, 1.5, 2, 2.5, 3], 1), leftMs: 15 },
  { title: 'SD 1 to 50, 50 blocks more', patterns: equal(5, [1, 2, 5, 10, 50], 1), leftMs: 50 },
  { title: '4 gains each, 15 blocks more', patterns: equal(5, [1], 4), leftMs: 15 },
];

/** The intervals drawn, and those that held the true centre: of the pattern that was covered least. */
export interface LeastCovered {
  intervals: number;
  covered: number;
}

export function countLeastCovered(stages: TwoStage, noise: Noise, runs: number, seed: number): LeastCovered {
  const random = seededRandom(seed);
  const covered = stages.patterns.map(() => 0);
  for (let run = 0; run < runs; run++) {
    for (const [index, gains] of drawRun(stages, noise, random).entries()) {
      covered[index] = (covered[index] as number) + gains.filter(holdsZero).length;
    }
  }
  const counts = stages.patterns.map(({ gains }, index) => ({
    intervals: runs * gains,
    covered: covered[index] as number,
  }));
  return counts.reduce((least, one) => (one.covered / one.intervals < least.covered / least.intervals ? one : least));
}

/** The blocks of every gain of every pattern of one run, around 0. */
function drawRun({ patterns, leftMs }: TwoStage, noise: Noise, random: Random): number[][][] {
  const draw = (sd: number, n: number) => noise(random, n).map((error) => sd * error);
  const pilots = patterns.map(({ sd, gains }) => Array.from({ length: gains }, () => draw(sd, PILOT_BLOCKS)));
  const added = allocateBlocks(
    patterns.map(({ blockMs }, index) => ({ blockMs, sd: widest(pilots[index] as number[][]) })),
    PILOT_BLOCKS,
    leftMs,
  );
  return pilots.map((gains, index) =>
    gains.map((blocks) => [...blocks, ...draw(patterns[index]?.sd ?? 0, added[index] ?? 0)]),
  );
}

const widest = (gains: number[][]) => Math.sqrt(Math.max(...gains.map(sampleVariance)));

function holdsZero(blocks: number[]): boolean {
  const { low, high } = meanEstimate(blocks, 0.95);
  return low !== null && high !== null && low <= 0 && 0 <= high;
}
