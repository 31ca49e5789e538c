/** The lock files say exactly what is installed, and nothing about where it was fetched. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');

interface Lock {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
}
const packagesOf = (file: string) => (JSON.parse(read(file)) as Lock).packages;

const LOCKS = ['package-lock.json', ...globSync('node/libraries/*/package-lock.json', { cwd: root })];

describe.for(LOCKS)('%s', (file) => {
  const packages = packagesOf(file);

  test('is that of package.json', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(file.replace('-lock', '')));
    const asked = Object.entries({ dependencies, devDependencies, optionalDependencies }).filter(([, names]) => names);
    expect(packages['']).toMatchObject(Object.fromEntries(asked));
  });

  test('has a version and a hash for every package, and no address', () => {
    const installed = Object.entries(packages).filter(([path]) => path !== '');
    expect(installed.filter(([, entry]) => !entry.version || !entry.integrity).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, entry]) => entry.resolved).map(([path]) => path)).toEqual([]);
  });
});

test('the pinned Node is locked for Linux', () => {
  const packages = packagesOf('package-lock.json');
  for (const arch of ['x64', 'arm64']) expect(packages[`node_modules/node-linux-${arch}`]?.version).toMatch(/^24\./);
});

const PYTHON_LOCKS = globSync(['python/*.lock', 'python/libraries/*/*.lock'], { cwd: root });

test.for(PYTHON_LOCKS)('%s pins by hash, without addresses', (file) => {
  const lock = read(file);
  const pins = lock.split(/\n(?=\S)/).filter((entry) => /^[a-z0-9]/i.test(entry));
  expect(pins.length).toBeGreaterThan(10);
  expect(pins.filter((pin) => !/^[\w.[\],-]+==\S+/.test(pin) || !pin.includes('--hash=sha256:'))).toEqual([]);
  expect(lock).not.toMatch(/https?:|--(extra-)?index-url|--find-links/);
});
