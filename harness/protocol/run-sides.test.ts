/** The order in which the trials of a diff are carried out, and repeated together. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { SideName } from '../results/schema.ts';
import { attempts, died, events, forget, good, late, run, samples, trial } from '../tests/simulated/pretended-run.ts';
import type { PlannedTrial } from './plan.ts';

beforeEach(forget);

describe('the services of a diff', () => {
  const of = (number: number, side: SideName, arm?: 'control') => ({
    ...{ ...trial(number, 'after'), side },
    ...(arm && { arm }),
  });
  const trials = [of(0, 'base'), of(1, 'head'), of(2, 'base', 'control'), of(3, 'head')];

  test('are one of each side and one more of base, each from its source and warm; their samples name the side', async () => {
    await run([], { trials });
    const names = ['node-base in /base', 'node-head in /head', 'node-base-again in /base'];
    const work = ['of base', 'of head', 'of base', 'of head'].map((side) => `after ${side}`);
    expect(events).toEqual([
      'before block 1',
      ...names.map((name) => `start ${name}`),
      ...['warm after of base', 'warm after of head', 'warm after of base'],
      ...work,
      'done',
      ...names.map((name) => `kill ${name}`),
    ]);
    expect(samples.map(({ side, arm }) => [side, arm])).toEqual([
      ['base', undefined],
      ['head', undefined],
      ['base', 'control'],
      ['head', undefined],
    ]);
  });

  test('are fresh for each trial where a phase wants that, and then only the one that it needs', async () => {
    await run([], { trials: trials.slice(0, 3), fresh: 'per-trial' });
    expect(events.filter((event) => event.startsWith('start'))).toEqual([
      'start node-base in /base',
      'start node-head in /head',
      'start node-base-again in /base',
    ]);
    expect(events.filter((event) => event.startsWith('warm'))).toEqual([]);
  });

  test('name their side when they end the run', async () => {
    await expect(run([good, died, good, died], { trials })).rejects.toMatchObject({
      where: { pattern: 'batching', stack: 'node', variant: 'after', side: 'head', phase: 'pretended' },
    });
  });
});

describe('sides that take turns', () => {
  const side = (number: number, name: SideName, arm?: 'control'): PlannedTrial => ({
    ...{ ...trial(number, 'after'), side: name },
    ...(arm && { arm }),
  });
  const twoWindows = [side(0, 'base'), side(1, 'head'), side(2, 'head'), side(3, 'base')];

  test('are measured together, and again together where one of them was invalid', async () => {
    await run([good, late], { trials: twoWindows, inTurns: true });
    expect(events.filter((event) => event === 'in turns:')).toHaveLength(3);
    expect(attempts()).toEqual([
      [0, 1, undefined],
      [1, 1, 'driver-late'],
      [2, 1, undefined],
      [3, 1, undefined],
      [0, 2, undefined],
      [1, 2, undefined],
    ]);
  });

  test('lose what they measured together when one of them dies', async () => {
    await run([good, died], { trials: twoWindows, inTurns: true });
    expect(samples.flatMap(({ invalid = [] }) => invalid.map(({ rule }) => rule))).toEqual([
      'process-died',
      'process-died',
    ]);
    expect(events.filter((event) => event.startsWith('start'))).toHaveLength(4);
  });
});
