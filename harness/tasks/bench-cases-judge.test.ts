import { expect, test } from 'vitest';
import type { TuneResults } from '../results/tune.ts';
import { all, cameOf, comesSoFar, hides, holds, nothingFails, recommends, refuses } from './bench-cases-judge.ts';
import type { Tried } from './bench-cases-try.ts';

const results = (more: object = {}) =>
  ({
    ...{ status: 'complete', search: [{ setting: { size: 9, overflow: 0 }, windows: [{ failures: 0 }] }] },
    ...{ recommendation: { setting: { size: 8, overflow: 1 } }, ...more },
  }) as TuneResults;
const tried = (more: Partial<Tried> = {}): Tried => ({
  ...{ exitCode: 0, stdout: '', stderr: '', reached: false, results: results(), outputs: [], ...more },
});

test('a recommendation counts, also one of a busy machine', () => {
  expect(recommends(tried())).toBeUndefined();
  expect(recommends(tried({ exitCode: 5 }))).toBeUndefined();
  expect(recommends(tried({ exitCode: 4 }))).toBe('no recommendation');
  expect(recommends(tried({ exitCode: 5, results: results({ status: 'partial' }) }))).toBe('no recommendation');
  expect(recommends(tried({ results: undefined }))).toBe('no recommendation');
});

test('what was to be ended is ended in order', () => {
  expect(comesSoFar(tried({ reached: true, exitCode: 130 }))).toBeUndefined();
  expect(comesSoFar(tried({ reached: true, exitCode: undefined }))).toBe('asked to end, it ended with a kill');
  expect(comesSoFar(tried({ exitCode: 4 }))).toBe('it did not come so far');
});

test('a refusal is exit 2 and says what', () => {
  const refused = { exitCode: 2, stderr: 'duet: there is no parameter sslmod' };
  expect(refuses(/sslmod/)(tried(refused))).toBeUndefined();
  expect(refuses(/sslmod/)(tried({ ...refused, exitCode: 4 }))).toBeDefined();
  expect(refuses(/hosts/)(tried(refused))).toBeDefined();
});

test('failures, secrets and what the results lack are named', () => {
  const failing = results({
    search: [{ setting: { size: 3 }, windows: [{ failures: 3, failure_example: 'status 409' }] }],
  });
  expect(nothingFails(tried({ results: failing }))).toBe('1 windows with failures, e.g. status 409');
  const outputs = [{ name: 'tune.md', text: 'X-Auth: geheim' }];
  expect(hides(['geheim'])(tried({ outputs }))).toBe('secrets in tune.md');
  expect(hides(['else'])(tried({ outputs }))).toBeUndefined();
  const isNine = holds('not nine', ({ search }) => search[0]?.setting.size === 9);
  expect(all(recommends, isNine)(tried())).toBeUndefined();
  expect(all(isNine, recommends)(tried({ results: failing }))).toBe('not nine');
});

test('what came out, in a line', () => {
  expect(cameOf(tried())).toBe('exit 0, 9 connections');
  expect(cameOf(tried({ reached: true, exitCode: 130, results: results({ status: 'partial' }) }))).toBe(
    'measured until it was ended, exit 130',
  );
  const stderr = 'duet: it ignores its setting\nduet: try: check it\n';
  expect(cameOf(tried({ exitCode: 2, stderr, results: undefined }))).toBe('exit 2, "it ignores its setting"');
  expect(cameOf(tried({ exitCode: undefined, results: undefined }))).toBe('killed');
});
