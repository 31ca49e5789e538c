import { describe, expect, it, test } from 'vitest';
import type { Cell, Control, Invalidity, PatternResult, Sample } from '../results/schema.ts';
import { failureOf, markMovedControls, summarizeValidity } from './run-validity.ts';

const foreign: Invalidity = {
  rule: 'foreign-cpu',
  cpu_share: 0.4,
  elapsed_ms: 1_000,
  most_share: 0.15,
  slack_ms: 60,
};
const late: Invalidity = { rule: 'driver-late', dropped: 3 };

const sample = (trial: number, what: Partial<Sample> = {}): Sample => ({
  block: 0,
  trial,
  pattern: 'pooling',
  phase: 'capacity',
  stack: 'node',
  variant: 'after',
  at: '2026-01-14T09:30:00.000Z',
  metrics: { capacity: 100 },
  limits: {},
  ...what,
});
const many = (count: number, what: Partial<Sample> = {}, from = 0) =>
  Array.from({ length: count }, (_, n) => sample(from + n, what));

const resultsWith = (cell: Partial<Cell>) =>
  [
    { pattern: 'pooling', stacks: { node: { cells: [{ variant: 'after', metrics: {}, ...cell }] } } },
  ] as PatternResult[];
const measured = resultsWith({ status: 'measured' });

describe('a run', () => {
  test('without an invalid trial is trustworthy', () => {
    expect(summarizeValidity(many(10), measured)).toEqual({
      trials: 10,
      repeated: 0,
      invalid: 0,
      trustworthy: true,
      reasons: [],
    });
  });

  test('counts a trial whose repetition was valid as repeated, and keeps the reason', () => {
    const samples = [sample(0, { invalid: [foreign] }), ...many(9, {}, 1), sample(0, { attempt: 2 })];
    expect(summarizeValidity(samples, measured)).toMatchObject({
      trials: 10,
      repeated: 1,
      invalid: 0,
      trustworthy: true,
      reasons: [{ rule: 'foreign-cpu', trials: 1, example: { cell: 'pooling/node/after', invalidity: foreign } }],
    });
  });

  test('is trustworthy with 20 % invalid, and not with more', () => {
    const withInvalid = (count: number) =>
      summarizeValidity([...many(10 - count), ...many(count, { invalid: [late] }, 10 - count)], measured);
    expect(withInvalid(2).trustworthy).toBe(true);
    expect(withInvalid(3)).toMatchObject({
      invalid: 3,
      trustworthy: false,
      distrust: [{ code: 'too-many-invalid', invalid: 3, trials: 10, most_share: 0.2 }],
    });
  });

  test('names its reasons, most frequent first, of all attempts', () => {
    const samples = [
      sample(0, { invalid: [late] }),
      sample(1, { invalid: [foreign, late] }),
      sample(0, { invalid: [foreign], attempt: 2 }),
      sample(1, { invalid: [foreign], attempt: 2 }),
    ];
    const reasons = summarizeValidity(samples, measured).reasons.map(({ rule, trials }) => [rule, trials]);
    expect(reasons).toEqual([
      ['foreign-cpu', 3],
      ['driver-late', 2],
    ]);
  });
});

describe('a cell without a number', () => {
  const failure = (type: string) => ({ status: 0, type, title: 'x', detail: 'y' });

  test('makes the run untrustworthy', () => {
    const results = resultsWith({ status: 'failed', failure: failure('urn:duet:problem:invalid-trials') });
    expect(summarizeValidity(many(50), results)).toMatchObject({
      trustworthy: false,
      distrust: [{ code: 'no-valid-trial', cells: ['pooling/node/after'] }],
    });
  });

  test.each([
    ['whose failure the contract foresees', { status: 'failed', failure: failure('urn:duet:problem:string-too-long') }],
    ['that an interrupted run has not reached', { status: 'missing' }],
  ] as const)('%s does not', (_what, cell) => {
    expect(summarizeValidity(many(50), resultsWith(cell)).trustworthy).toBe(true);
  });

  test('of the best way has no number and leaves the comparison as it is, unless its requests failed', () => {
    const [disturbed, broken] = ['urn:duet:problem:invalid-trials', 'about:blank'].map((type) =>
      summarizeValidity(many(50), resultsWith({ variant: 'after-best', status: 'failed', failure: failure(type) })),
    );
    expect(disturbed?.trustworthy).toBe(true);
    expect(broken?.trustworthy).toBe(false);
  });

  test('says which rule emptied it', () => {
    expect(failureOf(many(2, { invalid: [foreign] }))).toMatchObject({
      title: 'No valid trial',
      invalid: foreign,
    });
    expect(failureOf([sample(0, { invalid: [foreign] }), sample(1)])).toBeUndefined();
    expect(failureOf([])).toBeUndefined();
  });

  test('says how its requests failed', () => {
    const errors: Invalidity = { rule: 'errors', title: 'x', message: 'y' };
    expect(failureOf(many(2, { invalid: [errors], failure: failure('about:blank') }))).toEqual(failure('about:blank'));
  });
});

describe('a control that moved', () => {
  const control = (moved: boolean): Control => ({
    ...{ pattern: 'pooling', phase: 'capacity', stack: 'node', variant: 'after', metric: 'capacity' },
    ...{ sd_per_block: 0.1, moved },
    ratio: { value: 1.5, low: 1.4, high: 1.6, level: 0.95, n: 3, blocks: [1.5, 1.5, 1.5] },
  });
  const samples = [
    sample(0),
    sample(1, { variant: 'before', invalid: [foreign] }),
    sample(2, { arm: 'control' }),
    sample(3, { phase: 'latency' }),
    sample(4, { stack: 'python' }),
  ];

  it('makes every trial of its phase and stack invalid, and no other', () => {
    const marked = markMovedControls(samples, [control(true), { ...control(true), metric: 'cpu' }]);
    expect(marked.map(({ invalid = [] }) => invalid.map(({ rule }) => rule))).toEqual([
      ['control-moved'],
      ['foreign-cpu', 'control-moved'],
      ['control-moved'],
      [],
      [],
    ]);
  });

  it('is not one that stayed', () => {
    expect(markMovedControls(samples, [control(false)])).toEqual(samples);
  });
});
