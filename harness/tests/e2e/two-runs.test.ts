/** Two runs at once, in the same --out: neither notices the other, and each prints what it measured. */
import { readFileSync, readlinkSync } from 'node:fs';
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

test('both end well, each in a folder of its own, and --json prints the results and nothing else', async () => {
  const cells = ['--pattern', 'batching,streaming', '--stack', 'node'];
  const args = ['compare', '--profile', 'smoke', ...cells, '--json', '--out', 'elsewhere'];
  const runs = await Promise.all([duet(place, args), duet(place, args)]);
  expect(runs.map(({ exitCode, stderr }) => [exitCode, stderr.includes('unexpected')])).toEqual([
    [0, false],
    [0, false],
  ]);
  const elsewhere = { ...place, out: join(place.dir, 'elsewhere') };
  const folders = runFolders(elsewhere);
  expect(folders).toHaveLength(2);
  const written = folders.map((folder) => readFileSync(join(folder, 'results.json'), 'utf8'));
  expect(new Set(runs.map(({ stdout }) => stdout))).toEqual(new Set(written));
  for (const folder of folders) {
    const { schema, status, run } = readResults(join(folder, 'results.json'));
    expect({ schema, status }).toEqual({ schema: 'duet-results', status: 'complete' });
    expect(run).toMatchObject({ id: basename(folder), patterns: ['streaming', 'batching'], stacks: ['node'] });
  }
  expect(folders.map((folder) => basename(folder))).toContain(readlinkSync(join(elsewhere.out, 'latest')));
  expect(runFolders(place)).toEqual([]);
  if (noProc === undefined) expect(await leftovers(elsewhere, [])).toEqual([]);
});
