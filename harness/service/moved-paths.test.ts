import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesNaming, renamePaths } from './moved-paths.ts';

let dir: string;
let [first, second] = ['', ''];
const { signal } = new AbortController();
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet moved '));
  [first, second] = [path.join(dir, '1'), path.join(dir, '2')];
  mkdirSync(path.join(first, 'bin'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('what names its folder is found, and names the other one after it was renamed', async () => {
  const bytes = Buffer.concat([Buffer.from([0, 0xff, 0xfe]), Buffer.from(first), Buffer.from([0, 0x80])]);
  writeFileSync(path.join(first, 'bin/serve'), `#!${first}/bin/python\n`);
  writeFileSync(path.join(first, 'cache.bin'), bytes);
  writeFileSync(path.join(first, 'module.pyc'), first);
  writeFileSync(path.join(first, 'other.txt'), 'nothing of that kind');
  symlinkSync(path.join(first, 'bin'), path.join(first, 'link'));
  symlinkSync('bin', path.join(first, 'relative'));
  const files = await filesNaming(first, signal);
  expect(files).toEqual(['bin/serve', 'cache.bin', 'link']);

  renameSync(first, second);
  await renamePaths(files, first, second);
  expect(readFileSync(path.join(second, 'bin/serve'), 'utf8')).toBe(`#!${second}/bin/python\n`);
  expect(readFileSync(path.join(second, 'cache.bin'))).toEqual(
    Buffer.concat([bytes.subarray(0, 3), Buffer.from(second), bytes.subarray(-2)]),
  );
  expect(readlinkSync(path.join(second, 'link'))).toBe(path.join(second, 'bin'));
});

test('a file keeps its mode and its time, and a hard link elsewhere its content', async () => {
  const file = path.join(first, 'script');
  writeFileSync(file, first);
  chmodSync(file, 0o555);
  utimesSync(file, 1_000, 1_000);
  linkSync(file, path.join(dir, 'store'));
  renameSync(first, second);
  await renamePaths(['script'], first, second);
  const { mode, mtimeMs } = statSync(path.join(second, 'script'));
  expect([mode & 0o777, mtimeMs]).toEqual([0o555, 1_000_000]);
  expect(readFileSync(path.join(dir, 'store'), 'utf8')).toBe(first);
});

test('a virtual environment runs where it was renamed to', async () => {
  execaSync(path.resolve('python/.venv/bin/python'), ['-m', 'venv', '--without-pip', path.join(first, '.venv')], {
    cwd: dir,
  });
  writeFileSync(path.join(first, '.venv/bin/show'), `#!${first}/.venv/bin/python\nimport sys; print(sys.prefix)\n`);
  chmodSync(path.join(first, '.venv/bin/show'), 0o755);
  const files = await filesNaming(first, signal);
  renameSync(first, second);
  await renamePaths(files, first, second);
  // By way of Python, for a path with a blank cannot stand behind #!.
  const { stdout } = execaSync(path.join(second, '.venv/bin/python'), [path.join(second, '.venv/bin/show')]);
  expect(stdout).toBe(path.join(second, '.venv'));
  expect(
    execaSync('grep', ['-rl', first, second], { reject: false })
      .stdout.split('\n')
      .filter((file) => !/\.pyc$/.test(file) && file !== ''),
  ).toEqual([]);
});
