import { expect, it } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { summarizeControls } from './controls.ts';

const sample = (block: number, capacity: number, arm?: 'control'): Sample => ({
  block,
  trial: 0,
  pattern: 'pooling',
  stack: 'python',
  variant: 'after',
  ...(arm === undefined ? {} : { arm }),
  at: '2026-01-14T09:30:00.000Z',
  metrics: { capacity },
  limits: {},
});

it('compares the control with the measured trials of the same cell, block by block', () => {
  const samples = [1, 2, 3].flatMap((block) => [
    sample(block, 90),
    sample(block, 110),
    sample(block, 100, 'control'),
    sample(block, 102, 'control'),
  ]);
  const [control, ...others] = summarizeControls(samples);
  expect(others).toEqual([]);
  expect(control).toMatchObject({ pattern: 'pooling', stack: 'python', variant: 'after', metric: 'capacity' });
  expect(control?.ratio.blocks).toEqual([1.01, 1.01, 1.01]);
});

it('has moved when every block says so, and not when they disagree', () => {
  const ratios = (values: number[]) =>
    summarizeControls(values.flatMap((value, block) => [sample(block, 100), sample(block, 100 * value, 'control')]));
  expect(ratios([1.5, 1.51, 1.49])[0]?.moved).toBe(true);
  expect(ratios([0.9, 1.1, 1.0])[0]?.moved).toBe(false);
  expect(ratios([1.5])[0]?.moved).toBe(false);
});

it('is empty for a run without a control', () => {
  expect(summarizeControls([sample(0, 100)])).toEqual([]);
  expect(summarizeControls([sample(0, 100, 'control')])).toEqual([]);
});
