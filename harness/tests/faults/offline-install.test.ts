/** Set-up for real, where nobody answers: npm and pip reach for a proxy at a closed port. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonCommand } from '../../lab/source.ts';
import { root } from '../e2e/duet-process.ts';
import { makePlace, type Place } from '../e2e/place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

const NOBODY = 'http://127.0.0.1:1';
const FILES = [
  ...['package.json', 'package-lock.json', 'harness/tasks/setup.sh'],
  ...['python/requirements.lock', 'python/requirements-dev.lock'],
];

test('no network at install: exit 4, what npm said, and the same command works later', async () => {
  const checkout = join(place.dir, 'checkout');
  for (const file of FILES) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    copyFileSync(join(root, file), join(checkout, file));
  }
  const { exitCode, stderr } = await execa('sh', [join(checkout, 'harness/tasks/setup.sh'), 'run'], {
    env: {
      // An empty home has no cache from which it could be installed all the same.
      ...{ HOME: place.dir, DUET_PYTHON: pythonCommand(), no_proxy: '', NO_PROXY: '' },
      ...{ http_proxy: NOBODY, https_proxy: NOBODY, HTTP_PROXY: NOBODY, HTTPS_PROXY: NOBODY },
      ...{ npm_config_cache: join(place.dir, 'cache'), npm_config_fetch_retries: '0', npm_config_proxy: NOBODY },
      npm_config_https_proxy: NOBODY,
    },
    reject: false,
  });
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain('ECONNREFUSED');
  expect(stderr).toContain('duet: npm could not install the packages; see the message above (network?');
  expect(stderr).toContain('then run the same command again');
  expect(existsSync(join(checkout, 'node_modules/.duet-stamp'))).toBe(false);
});
