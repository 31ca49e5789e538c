/** The lock files say exactly what is installed, and nothing about where it was fetched. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

interface Lock {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
}
const { packages } = JSON.parse(read('package-lock.json')) as Lock;

test('package-lock.json is that of package.json', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
  expect(packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
});

test('every locked package has a version and a hash, and no address', () => {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  expect(installed.filter(([, entry]) => !entry.version || !entry.integrity).map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, entry]) => entry.resolved).map(([path]) => path)).toEqual([]);
});

test('the pinned Node is locked for Linux', () => {
  for (const arch of ['x64', 'arm64']) expect(packages[`node_modules/node-linux-${arch}`]?.version).toMatch(/^24\./);
});

test.for(['requirements.lock', 'requirements-dev.lock'])('python/%s pins by hash, without addresses', (file) => {
  const lock = read(`python/${file}`);
  const pins = lock.split(/\n(?=\S)/).filter((entry) => /^[a-z0-9]/i.test(entry));
  expect(pins.length).toBeGreaterThan(10);
  expect(pins.filter((pin) => !/^[\w.[\],-]+==\S+/.test(pin) || !pin.includes('--hash=sha256:'))).toEqual([]);
  expect(lock).not.toMatch(/https?:|--(extra-)?index-url|--find-links/);
});
