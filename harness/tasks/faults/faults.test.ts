/** The table of faults names tests that are there, and what was tried is told from their results. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EXIT_CODES } from '../../exit-codes.ts';
import { root } from '../docs/pages.ts';
import { type Fault, namePattern, tierOf } from './fault.ts';
import { ALL_FAULTS } from './list.ts';
import { renderFaults } from './page.ts';
import { inParts, isPassed, type TestResult } from './parts.ts';
import { keepPassed, readPassed } from './passed.ts';

const [fault] = ALL_FAULTS as [Fault];
const result = (status: TestResult['status'], fullName: string, duration = 2_500): TestResult => ({
  ...{ fullName, status, duration },
  failureMessages: status === 'failed' ? ['Error: expected 4\n    at here'] : [],
});

test.for(ALL_FAULTS.map((one) => [one.id, one] as const))('%s has its test', ([, { file, test: title }]) => {
  const source = readFileSync(path.join(root, file), 'utf8');
  const titles = [title, title.replaceAll("'", "\\'")].flatMap((text) => ["'", '"', '`'].map((q) => q + text + q));
  expect(titles.some((text) => source.includes(text))).toBe(true);
});

test('every name stands for one fault, and every exit code is one of duet', () => {
  const ids = ALL_FAULTS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const codes = EXIT_CODES.map(({ code }) => String(code));
  const numbers = ALL_FAULTS.flatMap(({ exit }) => exit.match(/\d+/g) ?? []);
  expect(numbers.filter((code) => !codes.includes(code))).toEqual([]);
});

test('faults of many kinds are in `make test`, and no test that is apart is in no table', () => {
  const kinds = new Set(ALL_FAULTS.filter((one) => tierOf(one) === 'test').map(({ file }) => file));
  expect(kinds.size).toBeGreaterThanOrEqual(10);
  const apart = path.join(root, 'harness/tests/faults');
  const files = existsSync(apart) ? readdirSync(apart).filter((name) => name.endsWith('.test.ts')) : [];
  const named = ALL_FAULTS.map(({ file }) => file);
  expect(files.filter((name) => !named.includes(`harness/tests/faults/${name}`))).toEqual([]);
});

test('a title finds its test, whatever stands for its placeholders', () => {
  const pattern = new RegExp(namePattern({ test: 'a %s of (%d) $kind: exit 4' }));
  expect(pattern.test('around it a service of (3) parts: exit 4')).toBe(true);
  expect(pattern.test('a service of 3 parts: exit 4')).toBe(false);
  expect(pattern.test('a service of (3) parts: exit 4 and more')).toBe(false);
});

test('one that failed, one that was skipped and one that is not there have not passed', () => {
  const one = { ...fault, test: 'it %s' };
  const passed = result('passed', 'it ends');
  expect(isPassed(one, [passed, result('passed', 'it stays')])).toEqual({ state: 'passed', ms: 5_000 });
  expect(isPassed(one, [passed, result('failed', 'it stays')])).toEqual({
    state: 'failed',
    reason: 'Error: expected 4',
  });
  expect(isPassed(one, [passed, result('skipped', 'it stays')])).toMatchObject({ state: 'skipped' });
  expect(isPassed(one, [result('passed', 'another')])).toMatchObject({ state: 'failed' });
});

test('what has not passed is tried first, then what passed the longest ago', () => {
  const faults = ['late', 'never', 'early'].map((id) => ({ ...fault, id, file: `${id}.test.ts` }));
  const at = (id: string, date: string) => [id, { id, date, commit: 'abc', seconds: 7 }] as const;
  const parts = inParts(faults, new Map([at('late', '2026-11-30'), at('early', '2026-11-02')]));
  expect(parts.map(({ file }) => file)).toEqual(['never.test.ts', 'early.test.ts', 'late.test.ts']);
  expect(parts.map(({ expectedMs }) => expectedMs)).toEqual([60_000, 12_000, 12_000]);
});

test('a pass replaces an earlier one of the same fault, and stands in the table', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'duet passed '));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'passed.jsonl');
  const pass = { id: fault.id, commit: 'abc1234', date: '2026-11-29', seconds: 1 };
  keepPassed([pass, { ...pass, id: 'z' }], file);
  keepPassed([{ ...pass, commit: 'def5678', date: '2026-11-30' }], file);
  expect([...readPassed(file).keys()]).toEqual([fault.id, 'z'].sort());
  const page = renderFaults({ Some: [fault, { ...fault, id: 'new', what: 'a <b> | c' }] }, readPassed(file));
  const [first, second] = page.split('\n').filter((line) => line.includes('](../'));
  expect(first).toContain('| def5678, 2026-11-30 |');
  expect(second).toMatch(/^\| a &lt;b> \\\| c .*\| not yet \|$/);
});
