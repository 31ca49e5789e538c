/** As in a container or on a CI runner: less CPU time, memory and processes than the machine has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { leftovers } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';
import { type ControlGroup, type GroupLimitsGiven, makeControlGroup } from './control-group.ts';
import { SMOKE, shell } from './shell.ts';

let place: Place;
let group: ControlGroup | undefined;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  group?.[Symbol.dispose]();
  place[Symbol.dispose]();
});

type Skip = (condition: boolean, note?: string) => void;

function runIn(limits: GroupLimitsGiven, args: string[], skip: Skip) {
  group = makeControlGroup(`duet-test-${process.pid}`, limits);
  skip('missing' in group, 'missing' in group ? group.missing : undefined);
  return shell(place, `${'enter' in group ? group.enter : 'false'} && exec "$@"`, args);
}

test('half a core by quota: it works, and every report names the quota', async ({ skip }) => {
  const { exitCode, stderr } = await runIn({ cores: 0.5 }, SMOKE, skip);
  expect(exitCode, stderr).toBe(0);
  const [folder = ''] = runFolders(place);
  expect(readResults(join(folder, 'results.json')).run.environment.pinning).toMatch(
    /; a control group allows CPU time of 0\.5 cores, and stops whoever uses it up$/,
  );
  for (const page of ['report.md', 'report.html']) {
    expect(readFileSync(join(folder, page), 'utf8')).toContain('allows CPU time of 0.5 cores');
  }
  expect(await leftovers(place, [])).toEqual([]);
});

test('512 MB of memory: exit 4 before anything is started, with what is needed', async ({ skip }) => {
  const { exitCode, stderr } = await runIn({ memoryBytes: 512e6 }, SMOKE, skip);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: not enough memory: this profile needs 0\.7 GB, 0\.[45] GB are available$/m);
  expect(await leftovers(place, [])).toEqual([]);
});

test('too few processes: exit 4 before anything is started, and which limit', async ({ skip }) => {
  const { exitCode, stderr } = await runIn({ processes: 100 }, SMOKE, skip);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: a control group allows only 100 processes here; duet needs 128$/m);
  expect(stderr).toContain('pids.max');
  expect(await leftovers(place, [])).toEqual([]);
});
