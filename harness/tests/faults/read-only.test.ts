/** Folders that nothing can be written to, as in containers: the checkout, the home, out/. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { makeSide } from '../e2e/diff-sides.ts';
import { duet } from '../e2e/duet-process.ts';
import { makeFreshInstall } from '../e2e/fresh-install.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';
import { makeReadOnly } from '../e2e/small-disk.ts';
import { makeLibrariesCheckout } from './libraries-checkout.ts';
import { SMOKE } from './shell.ts';
import { tune } from './tuned.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

type Skip = (condition: boolean, note?: string) => void;

function readOnly(dir: string, skip: Skip): Disposable {
  const made = makeReadOnly(dir);
  skip(made.missing !== undefined, made.missing);
  return made;
}

const nothingLeft = async () => {
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
};

test('a read-only checkout: duet compare works, and keeps nothing for the next run', async ({ skip }) => {
  const checkout = makeFreshInstall(place);
  using _ = readOnly(checkout, skip);
  const { exitCode, stderr } = await duet(place, SMOKE, { checkout });
  expect(exitCode, stderr).toBe(0);
  expect(readResults(join(runFolders(place)[0] as string, 'results.json'))).toMatchObject({ status: 'complete' });
  await nothingLeft();
});

test('a read-only checkout: duet diff works', async ({ skip }) => {
  const checkout = makeFreshInstall(place);
  const sides = [makeSide(place, 'base'), makeSide(place, 'head')];
  using _ = readOnly(checkout, skip);
  const counts = ['--pattern', 'parallel', '--stack', 'node', '--counts-only', '--even-if-equal'];
  const { exitCode, stderr } = await duet(place, ['diff', ...sides, ...counts], { checkout });
  expect(exitCode, stderr).toBe(0);
  await nothingLeft();
});

test('a read-only checkout: duet libraries says that nothing can be installed there', async ({ skip }) => {
  const checkout = makeLibrariesCheckout(place);
  using _ = readOnly(checkout, skip);
  const args = ['libraries', '--counts-only', '--stack', 'node', '--pattern', 'batching', '--only', 'undici-request'];
  const { exitCode, stderr } = await duet(place, args, { checkout });
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: no library can be installed or opened, .*EROFS/m);
  expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
  await nothingLeft();
});

test('a read-only home: duet compare works', async ({ skip }) => {
  const home = join(place.dir, 'home');
  mkdirSync(home);
  using _ = readOnly(home, skip);
  const { exitCode, stderr } = await duet(place, SMOKE, { env: { HOME: home } });
  expect(exitCode, stderr).toBe(0);
  await nothingLeft();
});

test.for([
  ['tune', tune],
  ['diff', () => ['diff', makeSide(place, 'base'), makeSide(place, 'head'), '--even-if-equal', '--counts-only']],
  ['libraries', () => ['libraries', '--counts-only', '--pattern', 'workers', '--only', 'piscina', '--stack', 'node']],
] as const)('a read-only out/: duet %s names it before anything is started', async ([, args], { skip }) => {
  const given = args();
  mkdirSync(place.out);
  using _ = readOnly(place.out, skip);
  const { exitCode, stdout, stderr } = await duet(place, given);
  expect(exitCode, stderr).toBe(4);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^duet: cannot make the \w+ ?folder \S+: EROFS/m);
  expect(stderr).toContain('choose another folder with --out');
  expect(stderr).not.toContain('starting PostgreSQL');
  await nothingLeft();
});
