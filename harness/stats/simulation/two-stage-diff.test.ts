/** What the two-stage rule gives, which older diffs were judged by; `make bench-verdicts` sets it beside the rule in use. */
import { describe, expect, test } from 'vitest';
import { verdictRule } from '../verdict.ts';
import type { DiffTally } from './diff-tally.ts';
import { heavyTails, type Noise, normal, outliers } from './noise.ts';
import { simulateDiffs } from './two-stage-diff.ts';

const RUNS = 500;
const diff = (noise: Noise, sd: number, effect: number): DiffTally =>
  simulateDiffs({ rule: verdictRule(0.03), cells: 12, effect, noise, sd }, RUNS, 5);

describe.for(Object.entries({ normal, heavyTails, outliers }))('%s', ([, noise]) => {
  test.for([0.01, 0.02, 0.03, 0.05])('SD %d: a clean diff is red in at most 1 of 50', (sd) => {
    expect(diff(noise, sd, 0).falseRed).toBeLessThanOrEqual(RUNS / 50);
  });
  test('+5 % is found in 93 of 100 at SD 2 %', () => {
    expect(diff(noise, 0.02, 0.05).found / RUNS).toBeGreaterThanOrEqual(0.93);
  });
  test('+10 % is found in 95 of 100 at SD 3 %', () => {
    expect(diff(noise, 0.03, 0.1).found / RUNS).toBeGreaterThanOrEqual(0.95);
  });
  test('+3 % passes as no change in at most 1 of 10', () => {
    for (const sd of [0.01, 0.03]) expect(diff(noise, sd, 0.03).overlooked).toBeLessThanOrEqual(RUNS / 10);
  });
});

test('quiet cells are not measured twice', () => {
  expect(diff(normal, 0.01, 0).cellBlocks / RUNS).toBeLessThan(61);
});

test('the same seed gives the same counts', () => {
  expect(diff(normal, 0.05, 0.05)).toEqual(diff(normal, 0.05, 0.05));
});
