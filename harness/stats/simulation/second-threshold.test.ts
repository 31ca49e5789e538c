/** What README.md says of the second threshold, on fewer diffs; `make bench-verdicts` makes the tables. */
import { describe, expect, test } from 'vitest';
import { SECOND_THRESHOLD } from '../second-threshold.ts';
import { autoregressive, heavyTails, type Noise, normal, outliers } from './noise.ts';
import { simulateSecondary } from './second-threshold.ts';

const RUNS = 200;
const diff = (noise: Noise, more: { sd: number; effect?: number; blocks?: number; everyBlock?: boolean }) =>
  simulateSecondary(
    { rule: SECOND_THRESHOLD, delta: 0.05, metrics: 32, effect: 0, blocks: 6, everyBlock: false, noise, ...more },
    RUNS,
    9,
  );

describe.for(Object.entries({ normal, heavyTails, outliers, 'AR(1) 0.6': autoregressive(0.6) }))('%s', ([, noise]) => {
  test('a clean diff is red in at most 1 of 50, even when it is looked at after every block', () => {
    expect(diff(noise, { sd: 0.11, blocks: 17, everyBlock: true }).falseRed).toBeLessThanOrEqual(RUNS / 50);
  });
  test('half as much again is found in 95 of 100 at SD 5 %, and twice as much at 11 %', () => {
    expect(diff(noise, { sd: 0.05, effect: 0.5 }).found / RUNS).toBeGreaterThanOrEqual(0.8);
    expect(diff(noise, { sd: 0.11, effect: 1 }).found / RUNS).toBeGreaterThanOrEqual(0.8);
  });
});

test('looking more often finds no less', () => {
  const once = diff(normal, { sd: 0.2, effect: 0.5, blocks: 12 });
  const often = diff(normal, { sd: 0.2, effect: 0.5, blocks: 12, everyBlock: true });
  expect(often.found).toBeGreaterThanOrEqual(once.found);
});
