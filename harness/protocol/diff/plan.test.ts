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

const plan = (...blocks: CellName[][]) =>
  planDiff({ cells: CELLS, stacks: ['node', 'python'], seed: 7 }, blocks, phasesOf);

describe('planDiff', () => {
  it('measures every cell of a block on both sides, equally often', () => {
    const planned = plan(CELLS, CELLS);
    for (const { pattern, trials } of planned) {
      for (const { stack } of CELLS.filter((one) => one.pattern === pattern)) {
        const of = (side: string) =>
          trials.filter((trial) => trial.stack === stack && trial.side === side && trial.arm === undefined).length;
        expect(of('base')).toBe(phase.trialsPerBlock('after'));
        expect(of('head')).toBe(of('base'));
      }
    }
    expect(planned.map(({ block }) => block)).toEqual([0, 0, 1, 1]);
  });

  it('compares base with itself, too', () => {
    const controls = plan(CELLS, CELLS).flatMap(({ trials }) => trials.filter(({ arm }) => arm === 'control'));
    expect(controls.length).toBeGreaterThan(0);
    expect(new Set(controls.map(({ side }) => side))).toEqual(new Set(['base']));
  });

  it('goes on with the cells that are left, and changes nothing before them', () => {
    const [, python] = CELLS as [CellName, CellName];
    const whole = plan(CELLS, CELLS, [python], [python]);
    expect(whole.slice(0, 4)).toEqual(plan(CELLS, CELLS));
    const last = whole.slice(4);
    expect(last.map(({ block, pattern }) => [block, pattern])).toEqual([2, 3].map((n) => [n, 'parallel']));
    expect(new Set(last.flatMap(({ trials }) => trials.map(({ stack }) => stack)))).toEqual(new Set(['python']));
    const numbers = whole.flatMap(({ trials }) => trials.map(({ trial }) => trial));
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it('is empty where nothing is timed', () => {
    expect(plan()).toEqual([]);
  });
});
