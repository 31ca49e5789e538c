/** An out/ that has seen a lot, and checkouts that are used at once. */
import { copyFileSync, mkdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KEPT_RUNS } from '../../results/kept.ts';
import { readResults } from '../../results/run-folder.ts';
import { duet, root } from '../e2e/duet-process.ts';
import { makeFreshInstall } from '../e2e/fresh-install.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';
import { mountDisk } from '../e2e/small-disk.ts';
import { SMOKE } from './shell.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

test('100 old runs, some of them damaged: the newest are kept, and the new run is the latest', async () => {
  for (let n = 0; n < 100; n++) {
    const folder = join(place.out, `20250101-0${String(10_000 + n)}-quick-abcd`);
    mkdirSync(folder, { recursive: true });
    if (n % 3 > 0) copyFileSync(join(root, 'harness/tests/golden/pages/results.json'), join(folder, 'results.json'));
  }
  const { exitCode, stderr } = await duet(place, SMOKE);
  expect(exitCode, stderr).toBe(0);
  const folders = runFolders(place);
  expect(folders).toHaveLength(KEPT_RUNS);
  expect(readlinkSync(join(place.out, 'latest'))).toBe(basename(folders.at(-1) as string));
  const report = await duet(place, ['report']);
  expect(report.exitCode, report.stderr).toBe(0);
});

test('two runs at once in two checkouts: both end well', async () => {
  const checkout = makeFreshInstall(place);
  using other = makePlace();
  const runs = await Promise.all([duet(place, SMOKE, { checkout }), duet(other, SMOKE)]);
  for (const { exitCode, stderr } of runs) expect(exitCode, stderr).toBe(0);
  for (const each of [place, other]) {
    expect(readResults(join(runFolders(each)[0] as string, 'results.json'))).toMatchObject({ status: 'complete' });
    if (noProc === undefined) expect(await leftovers(each, [])).toEqual([]);
  }
});

test('out/ on another file system than the checkout and the temporary files', async ({ skip }) => {
  using disk = mountDisk(place.out, 200);
  skip(disk.missing !== undefined, disk.missing);
  const { exitCode, stderr } = await duet(place, SMOKE);
  expect(exitCode, stderr).toBe(0);
  expect(readlinkSync(join(place.out, 'latest'))).toBe(basename(runFolders(place)[0] as string));
});
