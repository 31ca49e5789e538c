/** As an ordinary user without a home, in a checkout whose path has a space. Needs root, to become that user. */
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './duet-process.ts';
import { makePlace, type Place } from './place.ts';

const NOBODY = 65534;
const becomeNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const CHECKOUT = ['package.json', 'package-lock.json', 'node_modules', 'node', 'python', 'harness', 'fixtures'];

let place: Place;
beforeEach(() => {
  // On a disk, which is more often that of the checkout than memory is.
  place = makePlace('/var/tmp');
});
afterEach(() => place[Symbol.dispose]());

const run = (command: string, args: string[], options: { cwd?: string; env?: Record<string, string> } = {}) =>
  execa(command, args, {
    reject: false,
    all: true,
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '' },
    ...options,
  });

test('duet compare works', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'needs root to become another user');
  const checkout = join(place.dir, 'a checkout');
  mkdirSync(checkout);
  // Hard links: the packages are half a gigabyte. Its folders become the user's own, as after a git clone.
  const copy = await run('cp', ['-al', ...CHECKOUT.map((name) => join(root, name)), checkout]);
  skip(copy.failed, `needs hard links from the checkout to /var/tmp: ${copy.all}`);
  await run('find', [checkout, '-type', 'd', '-exec', 'chown', `${NOBODY}:${NOBODY}`, '{}', '+']);
  const tmp = join(place.dir, 'their tmp');
  mkdirSync(tmp);
  chownSync(tmp, NOBODY, NOBODY);
  chmodSync(place.dir, 0o755);

  // An interpreter in somebody's home is out of this user's reach; the Node service is not.
  const python = await run('setpriv', [...becomeNobody, 'test', '-x', join(checkout, 'python/.venv/bin/python')]);
  const stacks = python.failed ? 'node' : 'node,python';
  const node = join(checkout, 'node_modules/.bin/node');
  const args = ['harness/cli.ts', 'compare', '--profile', 'smoke', '--pattern', 'parallel', '--stack', stacks];
  const { exitCode, stdout, all } = await run('setpriv', [...becomeNobody, node, ...args], {
    cwd: checkout,
    env: { PATH: process.env.PATH ?? '', HOME: '', TMPDIR: tmp },
  });
  expect(exitCode, all).toBe(0);
  expect(stdout).toContain('Report: out/');
});
