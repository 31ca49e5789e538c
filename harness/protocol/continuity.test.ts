import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FinishedPhase, PATTERNS, type RunHeader, type Sample } from '../results/schema.ts';
import { differences, remainingPhases, strangers } from './continuity.ts';
import { lifetimesOf, makePlan, type PlannedPhase } from './plan.ts';

const golden: RunHeader = JSON.parse(
  readFileSync(new URL('../tests/golden/pages/results.json', import.meta.url), 'utf8'),
).run;
const header: RunHeader = { ...golden, sources: { 'node service': 'aaaa', fixtures: 'bbbb' } };

const plan = makePlan({ patterns: [...PATTERNS], stacks: ['node', 'python'], blocks: 3, seed: 5 });
const finish = ({ block, pattern, phase }: PlannedPhase): FinishedPhase => ({
  block,
  pattern,
  phase,
  at: golden.started_at,
  ms: 1,
});
const samplesOf = (planned: PlannedPhase): Sample[] =>
  planned.trials.map((trial) => ({
    block: planned.block,
    pattern: planned.pattern,
    at: golden.started_at,
    metrics: {},
    limits: {},
    ...trial,
  }));

describe('differences', () => {
  test('none to itself, nor to another commit with the same sources', () => {
    const other = { ...header, environment: { ...header.environment, commit: 'fedcba', dirty: true } };
    expect(differences(header, header)).toEqual([]);
    expect(differences(header, other)).toEqual([]);
  });

  test.each<[string, Partial<RunHeader>, { what: string; before: string; now: string }]>([
    ['version', { duet_version: '9.9.9' }, { what: 'duet', before: '0.1.0', now: '9.9.9' }],
    ['machine', { environment: { ...header.environment, cores: 64 } }, { what: 'cores', before: '2', now: '64' }],
    [
      'runtime',
      {
        environment: { ...header.environment, runtimes: { ...header.environment.runtimes, python: 'CPython 3.14.0' } },
      },
      { what: 'runtime of the python service', before: 'CPython 3.11.7', now: 'CPython 3.14.0' },
    ],
    [
      'service code',
      { sources: { 'node service': 'cccc', fixtures: 'bbbb' } },
      { what: 'sources: node service', before: 'aaaa', now: 'cccc' },
    ],
    [
      'code that was never noted',
      { sources: { 'node service': 'aaaa' } },
      { what: 'sources: fixtures', before: 'bbbb', now: 'unknown' },
    ],
    [
      'fingerprint alone',
      { environment: { ...header.environment, fingerprint: 'other' } },
      { what: 'fingerprint', before: 'golden-fixture', now: 'other' },
    ],
  ])('another %s is named with both values', (_, change, expected) => {
    expect(differences(header, { ...header, ...change })).toEqual([expected]);
  });
});

describe('remainingPhases', () => {
  test('what is finished and what is left make the plan, each phase once, in its order', () => {
    fc.assert(
      fc.property(fc.subarray(plan), (done) => {
        const left = remainingPhases(plan, done.map(finish));
        expect(left.map(({ trials }) => trials)).toEqual(
          plan.filter((phase) => !done.includes(phase)).map(({ trials }) => trials),
        );
      }),
    );
  });

  test('what comes after a finished phase on the same services starts new ones, which the rest shares', () => {
    const lifetime = lifetimesOf(plan).find(({ length }) => length === 3) as PlannedPhase[];
    const [first, second, third] = lifetime as [PlannedPhase, PlannedPhase, PlannedPhase];
    const { continues: _, ...fresh } = second;
    expect(remainingPhases(lifetime, [finish(first)])).toEqual([fresh, third]);
  });

  test('one phase of a pattern that has two says nothing of the other', () => {
    const first = plan.find(({ pattern, phase }) => pattern === 'pooling' && phase === 0) as PlannedPhase;
    const left = remainingPhases(plan, [finish(first)]);
    expect(
      left.some(({ block, pattern, phase }) => block === first.block && pattern === 'pooling' && phase === 1),
    ).toBe(true);
  });
});

describe('strangers', () => {
  test('the samples of a plan are none, also when a trial was measured twice', () => {
    const samples = plan.flatMap(samplesOf);
    expect(strangers(plan, [...samples, ...samples.slice(0, 5)])).toEqual([]);
  });

  test('the samples of another seed are', () => {
    const other = makePlan({ patterns: [...PATTERNS], stacks: ['node', 'python'], blocks: 3, seed: 6 });
    expect(strangers(plan, other.flatMap(samplesOf))).not.toEqual([]);
  });

  test('a trial beyond the plan is', () => {
    const last = plan.at(-1) as PlannedPhase;
    expect(strangers(plan.slice(0, -1), samplesOf(last))).toHaveLength(last.trials.length);
  });

  test('a trial of the other side is', () => {
    const diff = makePlan({ patterns: ['batching'], stacks: ['node'], blocks: 1, seed: 5, sides: ['base', 'head'] });
    const samples = diff.flatMap(samplesOf);
    expect(strangers(diff, samples)).toEqual([]);
    const swapped = samples.map((sample) => ({
      ...sample,
      side: sample.side === 'base' ? ('head' as const) : ('base' as const),
    }));
    expect(strangers(diff, swapped)).toHaveLength(samples.length);
  });
});
