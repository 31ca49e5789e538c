/** The order in which trials are carried out and repeated. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { attempts, died, events, forget, good, late, run, samples, trial } from '../tests/simulated/pretended-run.ts';

beforeEach(forget);

describe('services that live for a block', () => {
  test('carry out every trial in the order of the plan', async () => {
    await run([]);
    expect(events).toEqual([
      'before block 1',
      'start node',
      'warm before',
      'warm after',
      'before',
      'after',
      'before',
      'done',
      'kill node',
    ]);
    expect(samples.map(({ phase, variant, metrics }) => [phase, variant, metrics.time])).toEqual([
      ['pretended', 'before', 1],
      ['pretended', 'after', 1],
      ['pretended', 'before', 1],
    ]);
  });

  test('repeat invalid trials at their end, in the planned order and only once', async () => {
    await run([late, good, late, late]);
    expect(attempts()).toEqual([
      [0, 1, 'driver-late'],
      [1, 1, undefined],
      [2, 1, 'driver-late'],
      [0, 2, 'driver-late'],
      [2, 2, undefined],
    ]);
    expect(events.filter((event) => event === 'start node')).toHaveLength(1);
  });

  test('repeat those that are worth it alone, and ask that of no valid one', async () => {
    const asked: (number | undefined)[] = [];
    const isWorthRepeating = (trials: readonly Sample[]) => {
      asked.push(trials[0]?.trial);
      return asked.length > 1;
    };
    await run([late, good, late], { isWorthRepeating });
    expect(asked).toEqual([0, 2]);
    expect(attempts()).toEqual([
      [0, 1, 'driver-late'],
      [1, 1, undefined],
      [2, 1, 'driver-late'],
      [2, 2, undefined],
    ]);
  });

  test('are started afresh, warm-up included, when one has died under a trial', async () => {
    await run([good, died]);
    expect(attempts()).toEqual([
      [0, 1, undefined],
      [1, 1, 'process-died'],
      [2, 1, undefined],
      [1, 2, undefined],
    ]);
    expect(samples[1]).toMatchObject({
      metrics: {},
      invalid: [{ rule: 'process-died', message: 'the node service was ended by SIGKILL' }],
    });
    expect(samples[1]).not.toHaveProperty('failure');
    const start = ['start node', 'warm before', 'warm after'];
    expect(events).toEqual(
      ['before block 1', start, 'before', 'after', 'kill node', start, 'before', 'after', 'done', 'kill node'].flat(),
    );
  });

  test('end the run when a second one dies in the phase', async () => {
    await expect(run([died, good, died])).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('the node service was ended by SIGKILL'),
      where: { pattern: 'batching', stack: 'node', variant: 'before', phase: 'pretended' },
    });
    expect(attempts()).toEqual([
      [0, 1, 'process-died'],
      [1, 1, undefined],
      [2, 1, 'process-died'],
    ]);
    expect(events.at(-1)).toBe('kill node');
  });

  test('do not outlive the lab: its death ends the run, and nothing of that trial is kept', async () => {
    await expect(run([good, died], { labDies: true })).rejects.toMatchObject({
      exitCode: 4,
      message: 'PostgreSQL was ended by SIGKILL',
    });
    expect(attempts()).toEqual([[0, 1, undefined]]);
  });
});

describe('services of two phases', () => {
  const cold = ['before block 1', 'start node', 'start python'];
  const first = ['warm before', 'warm after', 'before', 'after', 'before', 'done'];
  const more = [trial(3, 'after'), trial(4, 'after', 'python')];

  test('are started once, all that either needs, and warm for each', async () => {
    await run([], { more });
    const second = ['warm after', 'warm after', 'after', 'after', 'done'];
    expect(events).toEqual([...cold, ...first, ...second, 'kill node', 'kill python']);
  });

  test('are asked for once: whether the plan goes on is decided before both', async () => {
    const asked: number[] = [];
    await run([], { more, goesOn: ({ block }) => asked.push(block) > 1 });
    expect(asked).toEqual([0]);
    expect(events).toEqual([]);
  });

  test('are started again, and warm for the second alone, when one dies in it', async () => {
    await run([good, good, good, died], { more: more.slice(0, 1) });
    const again = ['warm after', 'after', 'kill node', 'start node', 'warm after', 'after', 'done'];
    expect(events).toEqual(['before block 1', 'start node', ...first, ...again, 'kill node']);
    expect(attempts().slice(3)).toEqual([
      [3, 1, 'process-died'],
      [3, 2, undefined],
    ]);
  });
});

describe('services that live for one trial', () => {
  test('are fresh for each, and for a repetition, which comes at once', async () => {
    await run([good, late], { fresh: 'per-trial' });
    expect(attempts()).toEqual([
      [0, 1, undefined],
      [1, 1, 'driver-late'],
      [1, 2, undefined],
      [2, 1, undefined],
    ]);
    const lifetime = (variant: string) => ['start node', variant, 'kill node'];
    expect(events).toEqual(['before block 1', ...['before', 'after', 'after', 'before'].flatMap(lifetime), 'done']);
  });
});

test('where time is over no further trial begins, its phase is not done, and its services end', async () => {
  await run([], { isOver: () => samples.length === 2, more: [trial(3, 'after')] });
  expect(samples.map((sample) => sample.trial)).toEqual([0, 1]);
  expect(events).not.toContain('done');
  expect(events.at(-1)).toBe('kill node');
});
