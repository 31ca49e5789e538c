/** duet report on what it cannot read: exit 2, the file named, no stack trace unless asked for. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './duet-process.ts';
import { type OneProcess, openForFile } from './one-process.ts';
import type { Place } from './place.ts';

const golden = join(root, 'harness/tests/golden/pages/results.json');
let place: Place;
let one: OneProcess;
openForFile((opened) => ({ place, one } = opened));

/** The golden results with some members replaced. */
const changed = (members: object) => JSON.stringify({ ...JSON.parse(readFileSync(golden, 'utf8')), ...members });

test.each([
  ['cut off', readFileSync(golden, 'utf8').slice(0, 1000), /results\.json is not valid JSON/],
  ['empty', '', /results\.json is not valid JSON/],
  ['of another kind', '{"schema":"something-else"}', /results\.json is not a duet-results document/],
  ['no object', 'null', /results\.json is not a duet-results document/],
  [
    'from a newer duet',
    changed({ schema_version: 99 }),
    /results\.json has schema version 99; this duet reads version 2/,
  ],
  ['edited', changed({ trials: 'many' }), /results\.json does not fit the format: \/trials/],
])('a results.json that is %s', async (_, text, message) => {
  writeFileSync(join(place.dir, 'results.json'), text);
  const { exitCode, stdout, stderr } = await one.duet(place, ['report', 'results.json']);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
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

test('the file that these were made from is accepted', async () => {
  copyFileSync(golden, join(place.dir, 'results.json'));
  expect((await one.duet(place, ['report', 'results.json'])).exitCode).toBe(0);
});
