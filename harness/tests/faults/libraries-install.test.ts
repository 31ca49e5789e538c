/** Installs of libraries for real: without a network, stopped half-way, and two of one field at once. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLibrariesResults } from '../../results/libraries-folder.ts';
import { type DuetProcess, duet, root, startDuet, until } from '../e2e/duet-process.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';
import { makeLibrariesCheckout, needNothing } from './libraries-checkout.ts';

let place: Place;
let checkout: string;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
  checkout = makeLibrariesCheckout(place);
});
afterEach(() => place?.[Symbol.dispose]());

const COUNT = ['libraries', '--counts-only', '--stack', 'node', '--pattern', 'batching', '--only', 'undici-request'];
const field = (name = '') => join(checkout, 'node/libraries/batching', name);
const results = () => readLibrariesResults(join(runFolders(place).at(-1) as string, 'libraries.json'));

/** An install that says that it began, and ends when it may. */
const slowly = () => needNothing(checkout, 'batching', 'echo . >>began; while [ ! -e mayend ]; do sleep 0.1; done');
const begun = (run: DuetProcess) => until(run, 'the install', () => existsSync(field('began')));
const mayEnd = () => writeFileSync(field('mayend'), '');

test('no network: what npm said of each field, exit 4; the same command works later', async () => {
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(root, 'node/libraries/batching', name), field(name));
  const nobody = 'http://127.0.0.1:1';
  const env = {
    // An empty home has no cache from which it could be installed all the same.
    ...{ HOME: join(place.dir, 'tmp'), npm_config_cache: join(place.dir, 'cache'), npm_config_fetch_retries: '0' },
    ...{ http_proxy: nobody, https_proxy: nobody, HTTP_PROXY: nobody, HTTPS_PROXY: nobody, no_proxy: '', NO_PROXY: '' },
    ...{ npm_config_proxy: nobody, npm_config_https_proxy: nobody },
  };
  const { exitCode, stdout, stderr } = await duet(place, COUNT, { checkout, env });
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain('the libraries of batching in node cannot be installed: ');
  expect(stderr).toContain('ECONNREFUSED');
  expect(stderr).toMatch(/^duet: no library can be installed or opened, /m);
  expect(stderr).toContain(`start again: duet ${COUNT.join(' ')}`);
  expect(stdout).not.toContain(checkout);
  const [{ install } = { install: 'installed' }] = results().libraries;
  expect(install).toEqual({ error: expect.stringContaining('ECONNREFUSED') });
  expect(JSON.stringify(install)).not.toContain(checkout);
  expect(existsSync(field('node_modules/.duet-stamp'))).toBe(false);
  expect(await leftovers(place, [])).toEqual([]);

  needNothing(checkout, 'batching');
  const later = await duet(place, COUNT, { checkout });
  expect(later.exitCode, later.stderr).toBe(0);
});

test('Ctrl-C in the middle of an install: exit 130, nothing is left, and the next run installs again', async () => {
  slowly();
  await using run = startDuet(place, COUNT, { checkout });
  await begun(run);
  const family = run.family();
  run.interrupt();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(stderr).toContain('duet: stopped by SIGINT');
  expect(existsSync(field('node_modules/.duet-stamp'))).toBe(false);
  expect(readdirSync(field())).not.toContain('.installing');
  expect(await leftovers(place, family)).toEqual([]);

  mayEnd();
  const next = await duet(place, COUNT, { checkout });
  expect(next.exitCode, next.stderr).toBe(0);
  expect(next.stderr).toContain('installing the libraries of batching in node');
  expect(readFileSync(field('began'), 'utf8')).toBe('.\n.\n');
});

test('SIGKILL in the middle of an install: the next run ends what is left of it, and installs again', async () => {
  slowly();
  await using run = startDuet(place, COUNT, { checkout });
  await begun(run);
  process.kill(run.pid, 'SIGKILL');
  await run.ended;
  mayEnd();
  const next = await duet(place, COUNT, { checkout });
  expect(next.exitCode, next.stderr).toBe(0);
  expect(readdirSync(field())).not.toContain('.installing');
  expect(await leftovers(place, run.family())).toEqual([]);
});

test('two installs of one field at once: the second waits, and finds it done', async () => {
  slowly();
  await using first = startDuet(place, COUNT, { checkout });
  await begun(first);
  using other = makePlace();
  await using second = startDuet(other, COUNT, { checkout });
  await until(second, 'its turn', () =>
    second.printed.stderr.includes(`waiting for process ${first.pid}, which installs`),
  );
  mayEnd();
  for (const run of [first, second]) {
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(0);
  }
  expect(readFileSync(field('began'), 'utf8')).toBe('.\n');
  expect(readdirSync(field())).not.toContain('.installing');
  rmSync(field('began'));
  for (const each of [place, other]) expect(await leftovers(each, [])).toEqual([]);
});
