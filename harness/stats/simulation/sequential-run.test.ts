/** What README.md says of the rule in use, on fewer diffs; `make bench-verdicts` makes the tables. */
import { describe, expect, test } from 'vitest';
import { planLooks } from '../sequential.ts';
import { verdictRule } from '../verdict.ts';
import type { DiffTally } from './diff-tally.ts';
import { heavyTails, type Noise, normal, outliers } from './noise.ts';
import { simulateSequential } from './sequential-run.ts';
import { simulateDiffs } from './two-stage-diff.ts';

const RUNS = 500;
const of = (noise: Noise, sd: number, effect: number, cells = 12): DiffTally =>
  simulateSequential({ delta: 0.03, looks: planLooks(17, cells), cells, effect, noise, sd }, RUNS, 5);

describe.for(Object.entries({ normal, heavyTails, outliers }))('%s', ([, noise]) => {
  test.for([0.01, 0.03, 0.05])('SD %d: a clean diff is red in at most 1 of 100', (sd) => {
    expect(of(noise, sd, 0).falseRed).toBeLessThanOrEqual(RUNS / 100);
  });
  test('what changed by less than the threshold is hardly ever red', () => {
    expect(of(noise, 0.03, 0.01).found).toBeLessThanOrEqual(RUNS / 50);
    expect(of(noise, 0.03, 0.02).found).toBeLessThanOrEqual(RUNS / 15);
  });
  test('+5 % is found in 95 of 100 at SD 2 %, in less than two thirds of the blocks of two stages', () => {
    const { found, firstBlocks } = of(noise, 0.02, 0.05);
    expect(found / RUNS).toBeGreaterThanOrEqual(0.95);
    const before = simulateDiffs(
      { rule: verdictRule(0.03), cells: 12, effect: 0.05, noise, sd: 0.02 },
      RUNS,
      5,
    ).firstBlocks;
    expect(firstBlocks / before).toBeLessThan(0.67);
  });
  test('+10 % is found in 97 of 100 at SD 3 %, after less than ten blocks', () => {
    const { found, firstBlocks } = of(noise, 0.03, 0.1);
    expect(found / RUNS).toBeGreaterThanOrEqual(0.97);
    expect(firstBlocks / RUNS).toBeLessThan(10);
  });
  test('+3 % passes as no change in at most 1 of 10', () => {
    for (const sd of [0.01, 0.03]) expect(of(noise, sd, 0.03).overlooked).toBeLessThanOrEqual(RUNS / 10);
  });
});

test('quiet cells are decided at the first looks', () => {
  const { cellBlocks, unchanged, withoutEffect } = of(normal, 0.01, 0);
  expect(cellBlocks / RUNS / 12).toBeLessThan(5);
  expect(unchanged).toBe(withoutEffect);
});

test('one cell alone is found as surely as among twelve', () => {
  expect(of(normal, 0.03, 0.05, 1).found).toBeGreaterThan(of(normal, 0.03, 0.05).found);
});

test('the same seed gives the same counts', () => {
  expect(of(normal, 0.05, 0.05)).toEqual(of(normal, 0.05, 0.05));
});
