import { describe, expect, it } from 'vitest';
import { parallel } from '../../patterns/parallel.ts';
import type { Phase } from '../../patterns/pattern.ts';
import type { CellName } from '../../results/schema.ts';
import { planDiff } from './plan.ts';

const [phase] = parallel.phases as [Phase];
const phasesOf = () => [phase];
const cell = (pattern: CellName['pattern'], stack: CellName['stack']): CellName => ({
  pattern,
  stack,
  variant: 'after',
});
const CELLS = [cell('parallel', 'node'), cell('parallel', 'python'), cell('pooling', 'node')];

const plan = (more: object = {}) =>
  planDiff(
    { cells: CELLS, stacks: ['node', 'python'], seed: 7, plan: { screening_blocks: 2, fresh_blocks: 3, ...more } },
    phasesOf,
  );

describe('planDiff', () => {
  it('screens every cell on both sides, equally often', () => {
    for (const { pattern, trials } of plan()) {
      for (const { stack } of CELLS.filter((one) => one.pattern === pattern)) {
        const of = (side: string) =>
          trials.filter((trial) => trial.stack === stack && trial.side === side && trial.arm === undefined).length;
        expect(of('base')).toBe(phase.trialsPerBlock('after'));
        expect(of('head')).toBe(of('base'));
      }
    }
    expect(plan().map(({ block }) => block)).toEqual([0, 0, 1, 1]);
  });

  it('compares base with itself, too', () => {
    const controls = plan().flatMap(({ trials }) => trials.filter(({ arm }) => arm === 'control'));
    expect(controls.length).toBeGreaterThan(0);
    expect(new Set(controls.map(({ side }) => side))).toEqual(new Set(['base']));
  });

  it('adds fresh blocks of the suspects alone, and changes nothing before them', () => {
    const suspects = [{ ...cell('parallel', 'python'), metric: 'cpu' }];
    const whole = plan({ suspects });
    expect(whole.slice(0, 4)).toEqual(plan());
    const fresh = whole.slice(4);
    expect(fresh.map(({ block, pattern }) => [block, pattern])).toEqual([2, 3, 4].map((n) => [n, 'parallel']));
    expect(new Set(fresh.flatMap(({ trials }) => trials.map(({ stack }) => stack)))).toEqual(new Set(['python']));
    const numbers = whole.flatMap(({ trials }) => trials.map(({ trial }) => trial));
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it('is empty where nothing is timed', () => {
    expect(plan({ screening_blocks: 0, fresh_blocks: 0 })).toEqual([]);
  });
});
