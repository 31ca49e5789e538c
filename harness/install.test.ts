import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DuetError } from './errors.ts';
import {
  cacheFolder,
  incompleteInstall,
  isPackage,
  packageCache,
  pageAt,
  programRoot,
  requireOwnServices,
  tooOldNode,
} from './install.ts';

test('a checkout keeps its caches with its packages, and has the services', () => {
  expect(isPackage).toBe(false);
  expect(cacheFolder).toBe(path.join(programRoot, 'node_modules/.cache'));
  expect(() => requireOwnServices('duet compare')).not.toThrow();
});

test('a page is named as it can be opened from here', () => {
  expect(path.resolve(pageAt('config.md'))).toBe(path.join(programRoot, 'harness/docs/config.md'));
});

test('a package keeps its caches beside the packages that are installed with it', () => {
  const modules = mkdtempSync(path.join(os.tmpdir(), 'duet modules '));
  onTestFinished(() => rmSync(modules, { recursive: true }));
  expect(packageCache(modules)).toBe(path.join(modules, '.cache/duet'));
});

test('where these are read-only, in the cache of the user', () => {
  const nowhere = path.join(os.tmpdir(), 'duet nowhere');
  expect(packageCache(nowhere, { HOME: '/home/me' })).toBe('/home/me/.cache/duet');
  expect(packageCache(nowhere, { HOME: '/home/me', XDG_CACHE_HOME: '/caches' })).toBe('/caches/duet');
  expect(packageCache(nowhere, { HOME: '' })).toBe(path.join(os.tmpdir(), '.cache/duet'));
});

test('an import that finds no package is an incomplete install, and one of a file of duet is a defect', async () => {
  const failure = (name: string) => import(name).then(String, (error: unknown) => error);
  expect(incompleteInstall(await failure('not-installed-here'), false)).toMatchObject({
    exitCode: 4,
    message: 'the package not-installed-here is missing: what is installed is not complete',
    hint: expect.stringContaining('make setup'),
  });
  expect(incompleteInstall(await failure('./no-such-file.ts'))).toBeUndefined();
});

test('what needs the services of duet says what to do instead where there are none', () => {
  const refusal = (() => {
    try {
      requireOwnServices('duet compare', true);
    } catch (error) {
      return error as DuetError;
    }
  })();
  expect(refusal).toBeInstanceOf(DuetError);
  expect(refusal?.message).toContain('duet compare measures the two services');
  expect(refusal?.hint).toContain('duet tune pool --command');
  expect(refusal?.exitCode).toBe(2);
});

test.for([
  ['22.18.0', false],
  ['22.19.1', false],
  ['24.0.0', false],
  ['22.17.1', true],
  ['20.19.5', true],
] as const)('Node %s is too old: %s', ([version, isTooOld]) => {
  expect(tooOldNode(version) !== undefined).toBe(isTooOld);
});
