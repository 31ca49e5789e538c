import { describe, expect, it, test } from 'vitest';
import type { Failure } from '../results/schema.ts';
import { type Circumstances, judgeTrial } from './trial-validity.ts';

const quiet: Circumstances = { clockJumpMs: 1, foreign: { cpuMs: 20, elapsedMs: 1_000 } };
const failure = (type: string): Failure => ({ status: 500, type, title: 'No', detail: 'because' });
const late = { rule: 'driver-late' as const, detail: 'x' };

test('a trial in quiet circumstances counts', () => {
  expect(judgeTrial({}, quiet)).toEqual([]);
  expect(judgeTrial({}, { clockJumpMs: 0, foreign: undefined })).toEqual([]);
});

describe('failures', () => {
  it.each([
    ['about:blank', 'errors'],
    ['urn:duet:problem:no-answer', 'errors'],
    ['urn:duet:problem:wrong-answer', 'wrong-answer'],
  ])('%s breaks the rule %s', (type, rule) => {
    expect(judgeTrial({ failure: failure(type) }, quiet)).toEqual([{ rule, title: 'No', message: 'because' }]);
  });

  it('counts the one that the contract foresees as a result', () => {
    expect(judgeTrial({ failure: failure('urn:duet:problem:string-too-long') }, quiet)).toEqual([]);
  });
});

describe('the clock', () => {
  it.each([-60_000, -51, 51, 3_600_000])('jumped by %d ms', (clockJumpMs) => {
    expect(judgeTrial({}, { ...quiet, clockJumpMs })).toEqual([
      { rule: 'clock-jumped', ahead_ms: clockJumpMs, most_jump_ms: 50 },
    ]);
  });

  it.each([-50, 50])('may be slewed by %d ms', (clockJumpMs) => {
    expect(judgeTrial({}, { ...quiet, clockJumpMs })).toEqual([]);
  });
});

describe('CPU of other processes', () => {
  it.each([
    [200, 90, true], // a short trial: the steps of the accounts matter
    [1_000, 210, true],
    [1_000, 220, false],
    [20_000, 3_060, true],
    [20_000, 3_070, false],
  ])('in a trial of %d ms may be %d ms: %s', (elapsedMs, cpuMs, may) => {
    const found = judgeTrial({}, { ...quiet, foreign: { cpuMs, elapsedMs } });
    expect(found.map(({ rule }) => rule)).toEqual(may ? [] : ['foreign-cpu']);
  });

  it('is named as a share of a core', () => {
    const [found] = judgeTrial({}, { ...quiet, foreign: { cpuMs: 450, elapsedMs: 1_000 } });
    expect(found).toEqual({ rule: 'foreign-cpu', cpu_share: 0.45, elapsed_ms: 1_000, most_share: 0.15, slack_ms: 60 });
  });
});

it('keeps every reason', () => {
  const found = judgeTrial({ failure: failure('x'), invalid: [late] }, { clockJumpMs: 900, foreign: undefined });
  expect(found.map(({ rule }) => rule)).toEqual(['driver-late', 'errors', 'clock-jumped']);
});

it('lets a busy machine pass where the run only asks whether everything works', () => {
  const busy: Circumstances = { clockJumpMs: 0, foreign: { cpuMs: 900, elapsedMs: 1_000 } };
  expect(judgeTrial({ invalid: [late] }, busy, 'shown')).toEqual([]);
  expect(judgeTrial({ failure: failure('x') }, { ...busy, clockJumpMs: 900 }, 'shown')).toHaveLength(2);
});
