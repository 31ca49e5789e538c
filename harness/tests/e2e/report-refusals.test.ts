/** duet report on what it cannot read, whatever kind of run wrote it: exit 2, the file named, no stack trace unless asked for. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIFF_VERSION } from '../../results/diff.ts';
import { IMPORT_VERSION } from '../../results/import.ts';
import { LIBRARIES_VERSION } from '../../results/libraries.ts';
import { RESULTS_VERSION } from '../../results/schema.ts';
import { TUNE_SCHEMA_VERSION } from '../../results/tune.ts';
import { goldenRegression } from '../golden/golden-diff.ts';
import { goldenImport } from '../golden/golden-import.ts';
import { goldenLibraries } from '../golden/golden-libraries.ts';
import { goldenTune } from '../golden/golden-tune.ts';
import { root } from './duet-process.ts';
import { type OneProcess, openForFile } from './one-process.ts';
import type { Place } from './place.ts';

let place: Place;
let one: OneProcess;
openForFile((opened) => ({ place, one } = opened));

const page = (name: string): object => JSON.parse(readFileSync(join(root, 'harness/tests/golden/pages', name), 'utf8'));

async function report(file: string, text: string) {
  writeFileSync(join(place.dir, file), text);
  return one.duet(place, ['report', file]);
}

describe.each([
  ['results.json', 'duet-results', RESULTS_VERSION, () => page('results.json'), 'trials'],
  ['diff.json', 'duet-diff', DIFF_VERSION, goldenRegression, 'trials'],
  ['tune.json', 'duet-tune', TUNE_SCHEMA_VERSION, goldenTune, 'status'],
  ['libraries.json', 'duet-libraries', LIBRARIES_VERSION, goldenLibraries, 'complete'],
  ['import.json', 'duet-import', IMPORT_VERSION, goldenImport, 'whole'],
] as const)('%s', (file, schema, version, make, member) => {
  const whole = make();
  const text = JSON.stringify(whole);

  test.each([
    ['cut off', text.slice(0, 1_000), 'is not valid JSON'],
    ['empty', '', 'is not valid JSON'],
    ['of another kind', '{"schema":"something-else"}', `is not a ${schema} document`],
    ['no object', 'null', `is not a ${schema} document`],
    [
      'from a newer duet',
      JSON.stringify({ ...whole, schema_version: 99 }),
      `has schema version 99; this duet reads version ${version}`,
    ],
    [
      'older than any that is read',
      JSON.stringify({ ...whole, schema_version: 0 }),
      `has schema version 0; this duet reads version ${version}`,
    ],
    ['edited', JSON.stringify({ ...whole, [member]: [] }), `does not fit the format: /${member}`],
  ])('that is %s', async (_, damaged, message) => {
    const { exitCode, stdout, stderr } = await report(file, damaged);
    expect(exitCode, stderr).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`duet: ${file} ${message}`);
    expect(stderr).toContain('duet: try: ');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('is accepted as it was', async () => {
    const { exitCode, stderr } = await report(file, text);
    expect(exitCode, stderr).toBe(0);
  });
});

test.each([
  ['results.json', 'results-version-1.json'],
  ['diff.json', 'older/diff.json'],
  ['tune.json', 'tune-version-1.json'],
])('a %s of version 1 is read', async (file, older) => {
  const { exitCode, stdout, stderr } = await report(file, JSON.stringify(page(older)));
  expect(exitCode, stderr).toBe(0);
  expect(stdout).not.toBe('');
});

test.each([
  ['nowhere/results.json', 'there is no nowhere/results.json'],
  ['empty', 'empty/run.json'],
])('%s, where there is nothing to read', async (given, message) => {
  mkdirSync(join(place.dir, 'empty'), { recursive: true });
  const { exitCode, stderr } = await one.duet(place, ['report', given]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('--debug adds the stack trace', async () => {
  const { stderr } = await one.duet(place, ['report', '--debug', 'nowhere']);
  expect(stderr).toMatch(/^\s+at /m);
});
