/** How often an interval at 95 % holds the truth, counted. */
import { meanEstimate, meanInterval } from '../interval.ts';
import { seededRandom } from '../random.ts';
import { autoregressive, heavyTails, type Noise, normal, outliers } from './noise.ts';

/** The kinds of noise to try. Independent blocks must be covered; what autocorrelation does is only reported. */
export const COVERAGE_NOISES: readonly { title: string; noise: Noise; demanded: boolean }[] = [
  { title: 'normal', noise: normal, demanded: true },
  { title: 'heavy tails (t3)', noise: heavyTails, demanded: true },
  { title: 'outliers (10 % at 5 SD)', noise: outliers, demanded: true },
  { title: 'AR(1) 0.3', noise: autoregressive(0.3), demanded: false },
  { title: 'AR(1) 0.6', noise: autoregressive(0.6), demanded: false },
];

/** How many of `runs` intervals held the true centre, by method. */
export interface Coverage {
  runs: number;
  studentT: number;
  /** Null where there are too few blocks for ranks to stand beside t. */
  signedRank: number | null;
  /** The wider of the two: the interval that duet reports. */
  reported: number;
}

/** Draws `runs` samples of n blocks around 0 and counts the 95 % intervals that hold 0. */
export function countCoverage(noise: Noise, n: number, runs: number, seed: number): Coverage {
  const random = seededRandom(seed);
  const counts = { studentT: 0, signedRank: 0, reported: 0 };
  let ranked = false;
  for (let run = 0; run < runs; run++) {
    const blocks = noise(random, n);
    const estimate = meanEstimate(blocks, 0.95);
    ranked = estimate.hodges_lehmann !== undefined;
    if (holdsZero(meanInterval(blocks, 0.95))) counts.studentT++;
    if (estimate.hodges_lehmann && holdsZero(estimate.hodges_lehmann)) counts.signedRank++;
    if (holdsZero(estimate)) counts.reported++;
  }
  return { runs, ...counts, signedRank: ranked ? counts.signedRank : null };
}

const holdsZero = ({ low, high }: { low: number | null; high: number | null }): boolean =>
  low !== null && high !== null && low <= 0 && 0 <= high;
