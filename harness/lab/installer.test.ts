import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openInstaller } from './installer.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let dir: string;
let workplace: Workplace;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet installer '));
  vi.stubEnv('TMPDIR', dir);
  workplace = openWorkplace('mine');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const installer = (signal = new AbortController().signal) => openInstaller(workplace, signal);
const write = (file: string, content: unknown) => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), typeof content === 'string' ? content : JSON.stringify(content));
};

/** A package that lies beside the lock: nothing is fetched. */
function writeNpmLock(): void {
  const dependencies = { dep: 'file:dep' };
  write('package.json', { name: 'side', version: '1.0.0', dependencies });
  write('dep/package.json', { name: 'dep', version: '1.0.0' });
  write('package-lock.json', {
    name: 'side',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'side', version: '1.0.0', dependencies },
      dep: { version: '1.0.0' },
      'node_modules/dep': { resolved: 'dep', link: true },
    },
  });
}

test('npm installs what the lock names', async () => {
  writeNpmLock();
  await installer().npm(dir);
  expect(existsSync(path.join(dir, 'node_modules/dep/package.json'))).toBe(true);
});

test('npm has the global settings of this machine also on another Node', { timeout: 60_000 }, async () => {
  write('package.json', { name: 'side', scripts: { probe: 'npm config get globalconfig > seen' } });
  const node = realpathSync('node_modules/.bin/node');
  const ofMachine = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.endsWith('.bin'));
  const PATH = ofMachine.join(path.delimiter);
  vi.stubEnv('PATH', [path.resolve('node_modules/.bin'), PATH].join(path.delimiter));
  await openInstaller(workplace, new AbortController().signal, { node }).script(dir, 'probe');
  const { stdout } = execaSync('npm', ['config', 'get', 'globalconfig'], { env: { PATH } });
  expect(readFileSync(path.join(dir, 'seen'), 'utf8').trim()).toBe(stdout);
});

// Making one takes seconds, and several times as long where the machine is busy.
test('a virtual environment still works where it is renamed to', { timeout: 60_000 }, async () => {
  write('requirements.lock', '# nothing\n');
  const python = path.resolve('python/.venv/bin/python');
  await installer().venv(path.join(dir, 'venv.1'), python, path.join(dir, 'requirements.lock'));
  execaSync('mv', [path.join(dir, 'venv.1'), path.join(dir, 'venv')]);
  const { stdout } = execaSync(path.join(dir, 'venv/bin/python'), ['-c', 'import sys; print(sys.prefix)']);
  expect(stdout).toBe(path.join(dir, 'venv'));
});

test('a failure shows the end of what npm said', async () => {
  write('package.json', '{ broken');
  await expect(installer().npm(dir)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/`npm install .*` failed; the end of its output:\n.*EJSONPARSE/s),
  });
});

test('an interrupted install is ended', async () => {
  writeNpmLock();
  const controller = new AbortController();
  const installing = installer(controller.signal).npm(dir);
  controller.abort(new Error('stopped by SIGINT'));
  await expect(installing).rejects.toThrow('stopped by SIGINT');
});
