/** The promise of every interval in a report, on a seeded number of cases; `make bench-coverage` runs more than ten times as many. */
import { describe, expect, test } from 'vitest';
import { COVERAGE_NOISES, countCoverage } from './coverage.ts';

const RUNS = 3000;

describe.for(COVERAGE_NOISES.filter(({ demanded }) => demanded))('$title', ({ noise }) => {
  test.for([3, 5, 8, 12])('%d blocks: the interval holds the truth in at least 93 of 100', (n) => {
    expect(countCoverage(noise, n, RUNS, 2).reported / RUNS).toBeGreaterThanOrEqual(0.93);
  });
});

test('from 8 blocks on the reported interval covers no less than either of the two', () => {
  for (const { noise } of COVERAGE_NOISES) {
    const { studentT, signedRank, reported } = countCoverage(noise, 8, 500, 3);
    expect(reported).toBeGreaterThanOrEqual(Math.max(studentT, signedRank as number));
  }
});

test('autocorrelation narrows intervals falsely: nobody should be told otherwise', () => {
  const { noise } = COVERAGE_NOISES.find(({ title }) => title === 'AR(1) 0.6') as (typeof COVERAGE_NOISES)[number];
  expect(countCoverage(noise, 8, 1000, 4).reported / 1000).toBeLessThan(0.8);
});
