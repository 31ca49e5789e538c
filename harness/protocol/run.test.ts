/** The order in which trials are carried out and repeated, with phases and services that only pretend. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Lab, StartOptions } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import type { Measurement, Phase, TrialContext } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import type { Sample, SideName, StackName } from '../results/schema.ts';
import type { PlannedPhase, PlannedTrial } from './plan.ts';
import { runPlan } from './run.ts';

/** What happened, in order: "start node", "node/after", ... */
let events: string[];
let samples: Sample[];
beforeEach(() => {
  events = [];
  samples = [];
});

const trial = (number: number, variant: string, stack: StackName = 'node') => ({ trial: number, stack, variant });
const planned: PlannedPhase = {
  block: 0,
  pattern: 'batching',
  phase: 0,
  trials: [trial(0, 'before'), trial(1, 'after'), trial(2, 'before')],
};

const late: Measurement = { metrics: { time: 9 }, invalid: [{ rule: 'driver-late', detail: 'x' }] };
const good: Measurement = { metrics: { time: 1 } };
const died: Measurement = { metrics: {}, failure: { status: 0, type: 'x', title: 'No answer', detail: 'reset' } };

/** Runs the planned trials; each attempt finds the next of the outcomes, and a good one when there is none left. */
async function run(
  outcomes: Measurement[],
  options: {
    fresh?: Phase['fresh'];
    labDies?: boolean;
    trials?: PlannedTrial[];
    more?: PlannedTrial[];
    goesOn?: (planned: PlannedPhase) => boolean;
    isOver?: () => boolean;
    isWorthRepeating?: (trials: readonly Sample[]) => boolean;
    inTurns?: boolean;
  } = {},
) {
  const {
    fresh = 'per-block',
    labDies = false,
    trials = planned.trials,
    more,
    goesOn = () => true,
    isOver = () => false,
    isWorthRepeating,
    inTurns = false,
  } = options;
  let labDeath: string | undefined;
  const startService = async (stack: StackName, { side, source, logName }: StartOptions = {}): Promise<Service> => {
    let death: string | undefined;
    const name =
      side === undefined ? stack : `${logName?.replace(/^block-1-(\+?batching-pretended)+-/, '')} in ${source?.root}`;
    events.push(`start ${name}`);
    const service = {
      ...{ stack, ...(side && { side }), url: 'http://127.0.0.1:9', pid: 0, death: () => death, stop: async () => {} },
      kill: async () => void events.push(`kill ${name}`),
      die: () => (death = `the ${stack} service was ended by SIGKILL; the end of its log:\n    ouch`),
    };
    return service as unknown as Service;
  };
  const lab = { startService, death: () => labDeath, ownership: { missing: 'x' } } as unknown as Lab;
  const phase: Phase = {
    ...{ name: 'pretended', start: {}, fresh, trialsPerBlock: () => 1, expectedMs: () => 0 },
    warmUp: async ({ variant, service }) => void events.push(`warm ${variant}${ofSide(service)}`),
    async trial({ service, variant }: TrialContext) {
      events.push(`${variant}${ofSide(service)}`);
      const outcome = outcomes.shift() ?? good;
      if (outcome === died) (service as unknown as { die(): void }).die();
      if (outcome === died && labDies) labDeath = 'PostgreSQL was ended by SIGKILL';
      return outcome;
    },
    ...(inTurns && {
      inTurns: (contexts) => {
        events.push('in turns:');
        return Promise.all(contexts.map((context) => phase.trial(context)));
      },
    }),
  };
  const next: PlannedPhase[] = more === undefined ? [] : [{ ...planned, continues: true, trials: more }];
  await runPlan([{ ...planned, trials }, ...next], {
    ...{ lab, sizes: profiles.smoke.sizes, signal: new AbortController().signal, onBusyMachine: 'invalid' },
    phasesOf: () => [phase],
    sourceOf: (side) => ({ root: `/${side}`, node: 'node', python: 'python' }),
    goesOn,
    isOver,
    ...(isWorthRepeating && { isWorthRepeating }),
    beforePhase: ({ block }) => void events.push(`before block ${block + 1}`),
    onTrial: () => {},
    onSample: (sample) => samples.push(sample),
    onPhaseDone: () => events.push('done'),
  });
}

const ofSide = ({ side }: Service) => (side === undefined ? '' : ` of ${side}`);

const attempts = () => samples.map(({ trial: number, attempt = 1, invalid }) => [number, attempt, invalid?.[0]?.rule]);

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

test('where time is over no further trial begins, its phase is not done, and its services end', async () => {
  await run([], { isOver: () => samples.length === 2, more: [trial(3, 'after')] });
  expect(samples.map((sample) => sample.trial)).toEqual([0, 1]);
  expect(events).not.toContain('done');
  expect(events.at(-1)).toBe('kill node');
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
