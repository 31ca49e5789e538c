/** Two runs at once, in the same out/: neither notices the other. */
import { readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { duet } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

test('both end well, each in a folder of its own', async () => {
  const args = ['compare', '--profile', 'smoke', '--pattern', 'batching,streaming', '--stack', 'node'];
  const runs = await Promise.all([duet(place, args), duet(place, args)]);
  expect(runs.map(({ exitCode, stderr }) => [exitCode, stderr.includes('unexpected')])).toEqual([
    [0, false],
    [0, false],
  ]);
  const folders = runFolders(place);
  expect(folders).toHaveLength(2);
  for (const folder of folders) {
    const { status, run } = readResults(join(folder, 'results.json'));
    expect([status, run.id]).toEqual(['complete', basename(folder)]);
  }
  expect(folders.map((folder) => basename(folder))).toContain(readlinkSync(join(place.out, 'latest')));
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});
