/** What the operating system refuses, in words with what to do; and nothing else is taken for that. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explainFileErrors, explainSystemError, makeFolder } from './file-errors.ts';

function temporaryFolder(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet files '));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** As the operating system reports it. */
const refusal = (code: string, file?: string) =>
  Object.assign(new Error(`${code}: said so, open '${file}'`), { code, syscall: 'open', path: file });

test.each([
  ['ENOSPC', '/data/out/x', 'point --out at another disk'],
  ['EROFS', '/data/out/x', 'choose another folder with --out'],
  ['EACCES', path.join(os.tmpdir(), 'duet-7/work'), 'name another folder for temporary files in TMPDIR'],
  ['EMFILE', path.join(os.tmpdir(), 'duet-7/work'), 'ulimit -n'],
  ['EAGAIN', undefined, 'ulimit -u'],
  ['ENOMEM', undefined, 'close other programs'],
])('%s of %s', (code, file, hint) => {
  const error = refusal(code, file);
  const expected = { exitCode: 4, hint: expect.stringContaining(hint), cause: error };
  expect(explainSystemError(error)).toMatchObject({ ...expected, message: `the system refused: ${error.message}` });
  const trying = () =>
    explainFileErrors('keep it', () => {
      throw error;
    });
  expect(trying).toThrow(expect.objectContaining({ ...expected, message: `cannot keep it: ${error.message}` }));
});

test('a defect is none, nor a file of ours that is not there, nor what a server says', () => {
  expect(explainSystemError(new TypeError('x is not a function'))).toBeUndefined();
  expect(explainSystemError(refusal('ENOENT', '/x'))).toBeUndefined();
  expect(explainSystemError(Object.assign(new Error('no'), { code: 'EACCES' }))).toBeUndefined();
  expect(explainSystemError('a text')).toBeUndefined();
});

test('a folder is made with those around it, once', () => {
  const dir = path.join(temporaryFolder(), 'a/b/c');
  makeFolder(dir, 0o711);
  makeFolder(dir, 0o711);
  expect(statSync(dir).mode & 0o777).toBe(0o711);
});

test('why a folder cannot be made is said by the first that cannot', () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, 'text');
  expect(() => makeFolder(path.join(file, 'a/b'))).toThrow(/ENOTDIR/);
  expect(readFileSync(file, 'utf8')).toBe('text');
  expect(existsSync(path.join(file, 'a'))).toBe(false);
});
