/** A disk that fills up while reports are written: the file is named, none is left in part, and what was there stays. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toJson } from '../../results/run-folder.ts';
import { duet, root, startDuet, until } from '../e2e/duet-process.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from '../e2e/place.ts';
import { BALLAST, fillDisk, mountDisk } from '../e2e/small-disk.ts';
import { goldenRegression } from '../golden/golden-diff.ts';
import { goldenLibraries } from '../golden/golden-libraries.ts';
import { goldenTune } from '../golden/golden-tune.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

const goldenCompare = () => JSON.parse(readFileSync(join(root, 'harness/tests/golden/pages/results.json'), 'utf8'));
const BLOCK = 4_096;

test.for([
  ['compare', 'results.json', 'report.html', goldenCompare],
  ['diff', 'diff.json', 'diff.html', goldenRegression],
  ['tune', 'tune.json', 'tune.html', goldenTune],
  ['libraries', 'libraries.json', 'libraries.html', goldenLibraries],
] as const)('the disk fills up while the page of duet %s is written', async ([, data, page, make], { skip }) => {
  using disk = mountDisk(place.out, 20);
  skip(disk.missing !== undefined, disk.missing);
  const dir = join(place.out, '20260101-000000-made-abcd');
  mkdirSync(dir);
  writeFileSync(join(dir, data), toJson(make()));
  const report = () => duet(place, ['report', dir]);
  const first = await report();
  expect(first.exitCode, first.stderr).toBe(0);
  const files = () => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
  const [before, whole] = [files(), readFileSync(join(dir, page))];

  // Room for the data, which are written before, and not for the page.
  const room = statSync(join(dir, data)).size + 2 * BLOCK;
  expect(room).toBeLessThan(whole.length);
  fillDisk(place.out, room);
  const { exitCode, stdout, stderr } = await report();
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(new RegExp(`^duet: cannot write \\S+/${page}: ENOSPC`, 'm'));
  expect(stderr).toContain('duet: try: the disk is full');
  expect(stdout).toBe('');
  expect(files()).toEqual(before);
  expect(readFileSync(join(dir, page)).equals(whole)).toBe(true);

  rmSync(join(place.out, BALLAST));
  expect((await report()).exitCode).toBe(0);
});

test('the disk of a run fills up before its reports are written: what was found is printed all the same', async ({
  skip,
}) => {
  skip(noProc !== undefined, noProc);
  using disk = mountDisk(place.out, 150);
  skip(disk.missing !== undefined, disk.missing);
  const args = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node', '--blocks', '50'];
  await using run = startDuet(place, args);
  await until(run, 'the third sample', () => sampleLines(place).length >= 3);
  const family = run.family();
  fillDisk(place.out);
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: cannot .*ENOSPC/m);
  expect(stdout).toContain('ENOSPC');
  expect(await leftovers(place, family)).toEqual([]);
  rmSync(join(place.out, BALLAST));
  const later = await duet(place, ['report', runFolders(place)[0] as string]);
  expect(later.exitCode, later.stderr).toBe(0);
});
