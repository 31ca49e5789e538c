/** duet report --beside on kept results: what it writes, what it says, and what it refuses. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { golden, goldenUpgraded } from '../golden/golden.ts';
import { goldenRegression } from '../golden/golden-diff.ts';
import { goldenTune } from '../golden/golden-tune.ts';
import { type OneProcess, startOne } from './one-process.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
let one: OneProcess;

beforeAll(() => {
  place = makePlace();
  one = startOne();
  keep('before', 'results.json', golden(8));
  keep('after', 'results.json', goldenUpgraded());
  keep('newer', 'results.json', { ...golden(), schema_version: 99 });
  keep('a-diff', 'diff.json', goldenRegression());
  keep('a-tuning', 'tune.json', goldenTune());
  mkdirSync(join(place.dir, 'empty'));
});
afterAll(() => {
  one?.[Symbol.dispose]();
  place?.[Symbol.dispose]();
});

function keep(folder: string, file: string, results: unknown): void {
  mkdirSync(join(place.dir, folder), { recursive: true });
  writeFileSync(join(place.dir, folder, file), JSON.stringify(results));
}

test('writes both pages into the folder of the first run, and says on the terminal what they say', async () => {
  const { exitCode, stdout, stderr } = await one.duet(place, ['report', 'after', '--beside', 'before']);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('batching in Node is');
  expect(stdout).toMatch(/Report: after\/beside\.html\n +after\/beside\.md/);
  const [page, text] = ['beside.html', 'beside.md'].map((name) => readFileSync(join(place.dir, 'after', name), 'utf8'));
  expect(page).toContain('<h1>Two runs beside each other</h1>');
  expect(text).toContain('| batching | Node | after | time |');
  for (const name of ['before/beside.html', 'after/report.html']) expect(existsSync(join(place.dir, name))).toBe(false);
});

test('takes a file, and a run by its id', async () => {
  keep('out/20260114-093000-quick-4f21', 'results.json', golden(8));
  const { exitCode, stdout } = await one.duet(place, [
    'report',
    '20260114-093000-quick-4f21',
    '--beside',
    'after/results.json',
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('out/20260114-093000-quick-4f21/beside.html');
});

test.each([
  ['before', 'a-diff', 'a-diff/diff.json is a diff, and only runs of compare can be laid beside each other'],
  ['a-diff/diff.json', 'before', 'a-diff/diff.json is a diff'],
  ['before', 'a-tuning', 'a-tuning/tune.json is a run of tune'],
  ['before', 'nowhere', 'there is no nowhere'],
  ['before', 'empty', 'empty/run.json'],
  ['before', 'newer', 'newer/results.json has schema version 99; this duet reads version 3'],
  ['before', 'before/results.json', 'both are run golden'],
])('%s beside %s is refused, and nothing is written', async (here, there, message) => {
  const { exitCode, stdout, stderr } = await one.duet(place, ['report', here, '--beside', there]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(existsSync(join(place.dir, 'before/beside.html'))).toBe(false);
});
