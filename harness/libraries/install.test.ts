import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import { openProgress } from '../progress.ts';
import { environmentOf, install as installAs } from './install.ts';

let dir: string;
let workplace: Workplace;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet libraries '));
  vi.stubEnv('TMPDIR', dir);
  workplace = openWorkplace('mine');
  write('dep/package.json', { name: 'dep', version: '1.0.0' });
  lock('dep');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const stamp = () => path.join(dir, 'node_modules/.duet-stamp');
const notes: string[] = [];
const steps: string[] = [];
const progress = {
  ...openProgress(),
  step: (text: string) => void steps.push(text),
  note: (text: string) => void notes.push(text),
};
const install = (signal = new AbortController().signal) => installAs(environment(), { workplace, progress, signal });
const environment = () => ({
  ...environmentOf({ stack: 'node', field: 'batching', name: 'got' }),
  ...{ folder: dir, what: 'the libraries', made: path.join(dir, 'node_modules') },
});

function write(file: string, content: unknown): void {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), JSON.stringify(content));
}

/** A package that lies beside the lock, so that nothing is fetched; it makes a file of its own, as Prisma does. */
function lock(folder: string, generate = "require('fs').writeFileSync('generated', process.version)"): void {
  const dependencies = { dep: `file:${folder}` };
  const scripts = { generate: `node -e "${generate}"` };
  write('package.json', { name: 'field', version: '1.0.0', scripts, dependencies });
  write('package-lock.json', {
    ...{ name: 'field', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: {
      '': { name: 'field', version: '1.0.0', dependencies },
      [folder]: { version: '1.0.0' },
      'node_modules/dep': { resolved: folder, link: true },
    },
  });
}

test('it is done once, and again where the lock is another one', async () => {
  expect(await install()).toBe('installed');
  expect(existsSync(path.join(dir, 'node_modules/dep/package.json'))).toBe(true);
  // By the Node that runs the libraries, whichever npm is found with.
  expect(readFileSync(path.join(dir, 'generated'), 'utf8')).toBe(process.version);

  rmSync(path.join(dir, 'generated'));
  expect(await install()).toBe('installed');
  expect(existsSync(path.join(dir, 'generated'))).toBe(false);

  write('other/package.json', { name: 'dep', version: '2.0.0' });
  lock('other');
  expect(await install()).toBe('installed');
  expect(readFileSync(path.join(dir, 'node_modules/dep/package.json'), 'utf8')).toContain('2.0.0');
});

test('what fails is told with the end of its output, and is not taken for done', async () => {
  lock('dep', "console.error('no engine here'); process.exit(1)");
  expect(await install()).toEqual({ error: expect.stringMatching(/npm run .*generate.* failed.*no engine here/s) });
  expect(notes.at(-1)).toMatch(/^the libraries cannot be installed: /);
  expect(existsSync(stamp())).toBe(false);
});

test('an interrupted one leaves no stamp', async () => {
  await install();
  write('package.json', { name: 'field', version: '2.0.0', dependencies: { dep: 'file:dep' } });
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(install(stopped)).rejects.toThrow('stopped');
  expect(existsSync(stamp())).toBe(false);
});

test('two at once of one field: the second waits, and finds it done', async () => {
  // It says that it began, and goes on when it may.
  lock(
    'dep',
    "const fs = require('fs'); fs.appendFileSync('began', '.'); const wait = () => fs.existsSync('goon') || setTimeout(wait, 20); wait()",
  );
  const ends = [install(), install()];
  await expect.poll(() => existsSync(path.join(dir, 'began'))).toBe(true);
  await expect.poll(() => steps.filter((text) => text.startsWith('waiting for process '))).not.toEqual([]);
  write('goon', true);
  expect(await Promise.all(ends)).toEqual(['installed', 'installed']);
  expect(readFileSync(path.join(dir, 'began'), 'utf8')).toBe('.');
  expect(readdirSync(dir)).not.toContain('.installing');
});

test('the lock of one that was killed is taken over', async () => {
  symlinkSync('999999999:1', path.join(dir, '.installing'));
  expect(await install()).toBe('installed');
  expect(readdirSync(dir)).not.toContain('.installing');
});
