/** A disk that is too small, or fills up in the middle: exit 4, said in words. Needs root, to mount a small one. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { duet, startDuet, until } from './duet-process.ts';
import { leftovers } from './leftovers.ts';
import { makePlace, type Place, sampleLines } from './place.ts';
import { fillDisk, mountDisk } from './small-disk.ts';

let place: Place;

beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  place[Symbol.dispose]();
});

const COMPARE = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node', '--blocks', '50'];

test('a disk that is too small is refused before anything is started', async ({ skip }) => {
  using disk = mountDisk(place.out, 10);
  skip(disk.missing !== undefined, disk.missing);
  const { exitCode, stderr } = await duet(place, COMPARE);
  expect(exitCode).toBe(4);
  expect(stderr).toMatch(/^duet: not enough disk: this profile needs 0\.1 GB, 0\.0 GB are available$/m);
  expect(stderr).not.toContain('starting PostgreSQL');
});

test('a disk that fills up in the middle ends the run in order', async ({ skip }) => {
  using disk = mountDisk(place.out, 150);
  skip(disk.missing !== undefined, disk.missing);
  await using run = startDuet(place, COMPARE);
  await until(run, 'the first sample', () => sampleLines(place).length > 0);
  const family = run.family();
  fillDisk(place.out);

  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: cannot .*ENOSPC/m);
  expect(stderr).toContain('duet: try: the disk is full');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await leftovers(place, family)).toEqual([]);
});
