import { expect, test } from 'vitest';
import type { SideName } from '../results/schema.ts';
import type { PlannedTrial } from './plan.ts';
import { turnGroups } from './turn-groups.ts';

const trial = (number: number, side: SideName, more: Partial<PlannedTrial> = {}): PlannedTrial => ({
  ...{ trial: number, stack: 'node', variant: 'after', side },
  ...more,
});
const grouped = (trials: PlannedTrial[]) =>
  turnGroups(trials, { inTurns: async () => [] }).map((group) => group.map((one) => one.trial));

test('the sides of a cell that stand side by side take turns, each once', () => {
  expect(grouped([trial(0, 'base'), trial(1, 'head'), trial(2, 'head'), trial(3, 'base')])).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test('the control is one of them', () => {
  const again = trial(0, 'base', { arm: 'control' });
  expect(grouped([again, trial(1, 'head'), trial(2, 'base'), trial(3, 'base')])).toEqual([[0, 1, 2], [3]]);
});

test('cells do not', () => {
  expect(grouped([trial(0, 'base'), trial(1, 'head', { variant: 'after-pool' })])).toEqual([[0], [1]]);
  expect(grouped([trial(0, 'base'), trial(1, 'head', { stack: 'python' })])).toEqual([[0], [1]]);
});

test('without turns each is for itself', () => {
  expect(turnGroups([trial(0, 'base'), trial(1, 'head')], {})).toHaveLength(2);
});
