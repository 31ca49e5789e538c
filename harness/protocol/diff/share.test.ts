import { describe, expect, test } from 'vitest';
import type { CellName, DiffHeader } from '../../results/schema.ts';
import { SIDES } from '../../results/schema.ts';
import { simulatedHeader } from '../../tests/simulated/simulated-diff.ts';
import { planBegun } from './blocks.ts';
import { planDiff } from './plan.ts';
import { planOfShare, planShare } from './share.ts';
import { diffPhasesOf } from './time-budget.ts';

const CELLS: CellName[] = [
  { pattern: 'pooling', stack: 'node', variant: 'after' },
  { pattern: 'streaming', stack: 'python', variant: 'after' },
];
const BLOCKS = 11;
const SHARDS = 4;

const shares = Array.from({ length: SHARDS }, (_, index): DiffHeader => {
  const header = simulatedHeader({ cells: CELLS });
  return { ...header, ...planShare(header, { shard: index + 1, shards: SHARDS, blocks: BLOCKS }) };
});
const [first] = shares as [DiffHeader];
const plans = shares.map((header) => planOfShare(header, diffPhasesOf(header)));

describe('the shares of a plan', () => {
  test('are the plan, each trial once and under its number', () => {
    const whole = planDiff(first, Array<CellName[]>(BLOCKS).fill(CELLS), diffPhasesOf(first));
    expect(plans.flat()).toEqual(whole);
    expect(new Set(whole.map(({ block }) => block)).size).toBe(BLOCKS);
  });

  test('have a control each, and blocks of either order of the paths', () => {
    for (const plan of plans) {
      const trials = plan.flatMap((phase) => phase.trials);
      expect(trials.some(({ arm }) => arm === 'control')).toBe(true);
      expect(new Set(plan.map(({ block }) => block % 2)).size).toBe(2);
      for (const side of SIDES) expect(trials.some((trial) => trial.side === side)).toBe(true);
    }
  });

  test('are planned with the same look, whatever is measured of them', () => {
    expect(new Set(shares.map(({ plan }) => JSON.stringify(plan.fixed?.look))).size).toBe(1);
    expect(first.plan.fixed?.look?.blocks).toBe(BLOCKS);
    expect(first.plan.sequential).toBeUndefined();
    const found = (change: number) => first.power.find((one) => one.sd === 0.01 && one.change === change)?.found;
    expect(found(0.1)).toBe(1);
    // An estimate of at least δ is a toss of a coin; with all of δ in either half it would be a quarter.
    expect(found(0.03)).toBeGreaterThan(0.35);
  });

  test('are what a diff that goes on holds its samples against', () => {
    const second = shares[1] as DiffHeader;
    expect(planBegun(second, [])).toEqual(plans[1]);
  });
});

test('nothing is timed of sides without a cell in common, and the share is known all the same', () => {
  const header = simulatedHeader({ cells: [] });
  const { plan, power } = planShare(header, { shard: 1, shards: 2, blocks: 8 });
  expect(plan.fixed).toEqual({ rule: 'fixed-1', blocks: 8, shards: 2, shard: 1 });
  expect(power).toEqual([]);
  expect(planOfShare({ ...header, plan }, diffPhasesOf(header))).toEqual([]);
});
