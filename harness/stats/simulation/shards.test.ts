/** What README.md says of merged shards, on fewer diffs; `make bench-shards` makes the tables. */
import { describe, expect, test } from 'vitest';
import { fixedLook } from '../fixed-sample.ts';
import { heavyTails, type Noise, normal, outliers } from './noise.ts';
import { type ShardsScenario, simulateShards } from './shards.ts';

const RUNS = 500;
const CELLS = 12;
const of = (shards: number, some: Partial<ShardsScenario> = {}) => {
  const { effect = 0 } = some;
  const cells = effect === 0 ? CELLS : 1;
  const scenario = { shards, cells, delta: 0.03, look: fixedLook(40, CELLS), effect, noise: normal, sd: 0.05 };
  return simulateShards({ ...scenario, ...some }, RUNS, 5);
};

test('four and eight shards find +5 % about as often as one, where that is not certain', () => {
  const [one, four, eight] = [1, 4, 8].map((shards) => of(shards, { effect: 0.05 }).found / RUNS);
  expect(one).toBeGreaterThan(0.8);
  expect(one).toBeLessThan(1);
  // A share of 500 errs by 4 points at most.
  for (const several of [four, eight]) expect(several).toBeGreaterThan((one as number) - 0.08);
});

describe.for(Object.entries<Noise>({ normal, heavyTails, outliers }))('%s', ([, noise]) => {
  test.for([1, 4, 8, 20])('a clean diff in %i shards is red in at most 1 of 100', (shards) => {
    expect(of(shards, { noise }).falseRed).toBeLessThanOrEqual(RUNS / 100);
  });
});

test('machines that agree are said to differ in about one cell of a hundred', () => {
  const { differ } = of(8);
  expect(differ / RUNS / CELLS).toBeGreaterThan(0.003);
  expect(differ / RUNS / CELLS).toBeLessThan(0.03);
});

describe('where every machine adds something of its own', () => {
  const own = { between: 0.04, sd: 0.02, cells: 1 };
  test('that is seen', () => {
    expect(of(8, own).differ / RUNS).toBeGreaterThan(0.9);
  });
  test('several machines are red by it more rarely than one', () => {
    const [one, eight] = [of(1, own).falseRed, of(8, own).falseRed];
    expect(one).toBeGreaterThan(RUNS / 10);
    expect(eight).toBeLessThan(one / 5);
  });
});

test('the same seed gives the same counts', () => {
  expect(of(4, { effect: 0.05 })).toEqual(of(4, { effect: 0.05 }));
});
