import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { provideDependencies } from './dependencies.ts';
import type { Installer } from './installer.ts';

let dir: string;
let asked: string[];
const progress = vi.fn();

/** Installs a runtime and nothing else. */
const installer: Installer = {
  async npm(target) {
    asked.push('npm');
    write('.', path.join(target, 'node_modules/.bin/node'), '');
  },
  async venv(target, _python, lockFile) {
    asked.push(`venv ${path.relative(dir, lockFile)}`);
    write('.', path.join(target, 'bin/python'), '');
  },
};

const at = (...parts: string[]) => path.join(dir, ...parts);
function write(root: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.resolve(root, file)), { recursive: true });
  writeFileSync(path.resolve(root, file), text);
}
const provide = (stack: 'node' | 'python', side = 'side', with_: Installer = installer) =>
  provideDependencies[stack](at(side), {
    repository: at('repository'),
    cacheDir: at('cache'),
    installer: with_,
    onProgress: progress,
  });

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet dependencies '));
  asked = [];
  progress.mockClear();
  vi.stubEnv('DUET_NODE', '');
  vi.stubEnv('DUET_PYTHON', '/the/python');
  for (const root of [at('repository'), at('side'), at('other')]) {
    write(root, 'package.json', '{}');
    write(root, 'package-lock.json', 'lock 1');
    write(root, 'python/requirements.lock', 'lock 1');
  }
  mkdirSync(at('repository/node_modules'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

test('equal lock files share what the repository has', async () => {
  expect(await provide('node')).toEqual({ from: 'shared', runtime: process.execPath });
  expect(await provide('python')).toEqual({ from: 'shared', runtime: '/the/python' });
  expect(readlinkSync(at('side/node_modules'))).toBe(at('repository/node_modules'));
  expect(asked).toEqual([]);
});

test('a folder with nothing but the services shares them, too', async () => {
  rmSync(at('side'), { recursive: true });
  mkdirSync(at('side/python'), { recursive: true });
  expect((await provide('node')).from).toBe('shared');
  expect((await provide('python')).from).toBe('shared');
  expect(existsSync(at('side/package.json'))).toBe(true);
});

test('another package-lock.json brings its own packages and its own node', async () => {
  write(at('side'), 'package-lock.json', 'lock 2');
  const { from, runtime } = await provide('node');
  expect(from).toBe('own');
  expect(runtime).toBe(path.join(readlinkSync(at('side/node_modules')), '.bin/node'));
  expect(runtime.startsWith(at('cache'))).toBe(true);
  expect(progress).toHaveBeenCalledWith('installing what package-lock.json of a side pins (once)');
});

test('DUET_NODE goes before the node of a lock', async () => {
  vi.stubEnv('DUET_NODE', '/the/node');
  write(at('side'), 'package-lock.json', 'lock 2');
  expect((await provide('node')).runtime).toBe('/the/node');
});

test('another requirements.lock brings its own environment', async () => {
  write(at('side'), 'python/requirements.lock', 'lock 2');
  const { from, runtime } = await provide('python');
  expect(from).toBe('own');
  expect(existsSync(runtime)).toBe(true);
  expect(asked).toEqual(['venv side/python/requirements.lock']);
});

test('one lock file is installed once, for both sides and for the next diff', async () => {
  write(at('side'), 'package-lock.json', 'lock 2');
  write(at('other'), 'package-lock.json', 'lock 2');
  expect(await provide('node', 'other')).toEqual(await provide('node', 'side'));
  expect(asked).toEqual(['npm']);
});

test('two diffs that install the same at once both get it', async () => {
  write(at('side'), 'package-lock.json', 'lock 2');
  const slow: Installer = {
    ...installer,
    async npm(target) {
      // Another process finishes first: what this one renames then is in the way.
      const final = target.replace(/\.\d+$/, '');
      write(final, 'node_modules/.bin/node', 'of the first');
      await installer.npm(target);
    },
  };
  const { runtime } = await provide('node', 'side', slow);
  expect(readFileSync(runtime, 'utf8')).toBe('of the first');
  expect(readdirSync(at('cache'))).toHaveLength(1);
});

test('a failed install leaves nothing that looks like one', async () => {
  write(at('side'), 'package-lock.json', 'lock 2');
  const failing = { ...installer, npm: () => Promise.reject(new Error('no network')) };
  await expect(provide('node', 'side', failing)).rejects.toThrow('no network');
  expect(readdirSync(at('cache'))).toEqual([]);
});

test('what a killed install left is removed, what one leaves that goes on is not', async () => {
  write(at('side'), 'package-lock.json', 'lock 2');
  mkdirSync(at('cache/0123.999999999'), { recursive: true });
  mkdirSync(at(`cache/4567.${process.ppid}`));
  await provide('node');
  expect(readdirSync(at('cache')).filter((name) => name.includes('.'))).toEqual([`4567.${process.ppid}`]);
});

test('a repository that was not set up says so', async () => {
  rmSync(at('repository/node_modules'), { recursive: true });
  await expect(provide('node')).rejects.toMatchObject({ exitCode: 4, hint: 'run `make setup`' });
});
