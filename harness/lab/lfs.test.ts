/** Pointers of Git LFS, without Git LFS: a pointer is a small text file, and its content a file named by its hash. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRepository, repositoryIn, type TestRepository } from '../tests/builders/repository.ts';
import { openGit } from './git.ts';
import { fillPointers, lfsObjects } from './lfs.ts';
import { findSide } from './side-code.ts';

let repository: TestRepository;
let temporary: string;
beforeEach(() => {
  repository = makeRepository();
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet lfs '));
});
afterEach(() => {
  for (const dir of [repository.dir, temporary]) rmSync(dir, { recursive: true, force: true });
});

const CONTENT = 'the content';
const oid = createHash('sha256').update(CONTENT).digest('hex');
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${CONTENT.length}\n`;

/** Where Git LFS keeps what it has loaded. */
const keep = (dir = '.git/lfs') =>
  repository.write(`${dir}/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`, CONTENT);
const fill = async (files: string[]) => {
  const git = await openGit(repository.dir);
  return fillPointers(temporary, files, git && (await lfsObjects(git)));
};
const read = (file: string) => readFileSync(path.join(temporary, file), 'utf8');

test('a pointer whose content is here gets it, and stays executable', async () => {
  keep();
  writeFileSync(path.join(temporary, 'a.bin'), POINTER);
  chmodSync(path.join(temporary, 'a.bin'), 0o755);
  writeFileSync(path.join(temporary, 'b.ts'), `// ${POINTER}`);
  expect(await fill(['a.bin', 'b.ts'])).toEqual([]);
  expect(read('a.bin')).toBe(CONTENT);
  expect(lstatSync(path.join(temporary, 'a.bin')).mode & 0o777).toBe(0o755);
  expect(read('b.ts')).toBe(`// ${POINTER}`);
});

test('a pointer whose content is not here stays one, and is named', async () => {
  writeFileSync(path.join(temporary, 'a.bin'), POINTER);
  expect(await fill(['a.bin'])).toEqual(['a.bin']);
  expect(read('a.bin')).toBe(POINTER);
});

test('the folder that lfs.storage names is looked into', async () => {
  repository.git('config', 'lfs.storage', 'elsewhere');
  keep('.git/elsewhere');
  writeFileSync(path.join(temporary, 'a.bin'), POINTER);
  expect(await fill(['a.bin'])).toEqual([]);
});

test('nothing is written by way of a link to a folder elsewhere', async () => {
  keep();
  const elsewhere = path.join(repository.dir, 'data');
  repositoryIn(elsewhere).write('a.bin', POINTER);
  symlinkSync(elsewhere, path.join(temporary, 'data'));
  expect(await fill(['data/a.bin'])).toEqual(['data/a.bin']);
  expect(readFileSync(path.join(elsewhere, 'a.bin'), 'utf8')).toBe(POINTER);
});

test('a commit is checked out without its LFS filter, which could load content from a server', async () => {
  const mark = path.join(temporary, 'filter ran');
  repository.write('.gitattributes', '*.bin filter=lfs\n');
  repository.write('node/a.bin', POINTER);
  repository.commit('A pointer');
  repository.git('config', 'filter.lfs.required', 'true');
  for (const kind of ['smudge', 'process']) repository.git('config', `filter.lfs.${kind}`, `touch '${mark}'; exit 1`);
  const into = path.join(temporary, 'copy');
  await (await findSide('HEAD', repository.dir)).copyTo(into);
  expect(readFileSync(path.join(into, 'node/a.bin'), 'utf8')).toBe(POINTER);
  expect(existsSync(mark)).toBe(false);
});

test('another filter gives a commit the content that a checkout has', async () => {
  repository.write('.gitattributes', '*.txt filter=upper\n');
  repository.write('node/a.txt', 'small');
  repository.commit('A filtered file');
  repository.git('config', 'filter.upper.smudge', 'tr a-z A-Z');
  const into = path.join(temporary, 'copy');
  await (await findSide('HEAD', repository.dir)).copyTo(into);
  expect(readFileSync(path.join(into, 'node/a.txt'), 'utf8')).toBe('SMALL');
});
