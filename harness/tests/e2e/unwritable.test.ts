/** Where nothing can be written: exit 4, which folder, why, and where else it could go. */
import { closeSync, copyFileSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { duet, environmentIn, root } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { mountDisk } from './small-disk.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  place[Symbol.dispose]();
});

const COMPARE = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node'];
const temporary = () => environmentIn(place).TMPDIR;

test.for([
  ['out/', () => place.out, /cannot make the folder \S+out\/files: EROFS/, 'choose another folder with --out'],
  [
    'the folder for temporary files',
    temporary,
    /cannot make the work folder \S+: EROFS/,
    'folder for temporary files in TMPDIR',
  ],
] as const)('%s on a read-only disk', async ([, dir, message, hint], { skip }) => {
  using disk = mountDisk(dir(), 5);
  skip(disk.missing !== undefined, disk.missing);
  disk.readOnly();
  const { exitCode, stdout, stderr } = await duet(place, COMPARE);
  expect(exitCode, stderr).toBe(4);
  expect(stdout).toBe('');
  expect(stderr).toMatch(new RegExp(`^duet: .*${message.source}`, 'm'));
  expect(stderr).toContain(hint);
  expect(stderr).not.toMatch(/unexpected|^\s+at /m);
});

test('a disk for temporary files that is too small for PostgreSQL', async ({ skip }) => {
  using disk = mountDisk(temporary(), 20);
  skip(disk.missing !== undefined, disk.missing);
  const { exitCode, stderr } = await duet(place, COMPARE);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/no space left on device/i);
  expect(stderr).toContain('name another folder for temporary files in TMPDIR');
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});

/** Prints results, or progress, into a device that is always full. */
async function intoFull(stream: 'stdout' | 'stderr', args: string[]) {
  const full = openSync('/dev/full', 'w');
  try {
    const options = { cwd: place.dir, env: environmentIn(place), reject: false, [stream]: full } as const;
    const { exitCode, stderr } = await execa(process.execPath, [join(root, 'harness/cli.ts'), ...args], options);
    return { exitCode, stderr };
  } finally {
    closeSync(full);
  }
}

test('results that cannot be printed are written all the same', async ({ skip }) => {
  skip(noProc !== undefined, 'needs /dev/full');
  const folder = join(place.out, '20260101-000000-quick-abcd');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, 'harness/tests/golden/pages/results.json'), join(folder, 'results.json'));
  const { exitCode, stderr } = await intoFull('stdout', ['report', folder]);
  expect(exitCode).toBe(4);
  expect(stderr).toMatch(/^duet: cannot print the results: ENOSPC/m);
  expect(stderr).toContain('duet report');
  expect(stderr).not.toContain('unexpected');
});

test('progress that cannot be printed ends no run', async ({ skip }) => {
  skip(noProc !== undefined, 'needs /dev/full');
  expect((await intoFull('stderr', COMPARE)).exitCode).toBe(0);
  expect(runFolders(place)).toHaveLength(1);
  expect(await leftovers(place, [])).toEqual([]);
});
