import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeAtomically, writeAtomically } from './atomic-write.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'duet-write-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a file is replaced, and nothing is left beside it', () => {
  writeFileSync(join(dir, 'file'), 'old');
  writeAtomically(join(dir, 'file'), 'new');
  expect(readFileSync(join(dir, 'file'), 'utf8')).toBe('new');
  expect(readdirSync(dir)).toEqual(['file']);
});

test('a private file is private, also where one that was not is replaced', () => {
  writeFileSync(join(dir, 'file'), 'old');
  writeAtomically(join(dir, 'file'), 'secret', 0o600);
  expect(statSync(join(dir, 'file')).mode & 0o777).toBe(0o600);
});

test('what cannot be renamed leaves neither a temporary file nor a changed target', () => {
  mkdirSync(join(dir, 'folder'));
  expect(() => writeAtomically(join(dir, 'folder'), 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(dir)).toEqual(['folder']);
});

test('the reason of a failure is the file that could not be written', () => {
  writeFileSync(join(dir, 'file'), '');
  expect(() => writeAtomically(join(dir, 'file', 'below'), 'text')).toThrow('ENOTDIR');
});

test('a file that fails half-way stays as it was', async () => {
  writeFileSync(join(dir, 'file'), 'old');
  const failing = makeAtomically(join(dir, 'file'), async (temporary) => {
    writeFileSync(temporary, 'half');
    throw new Error('interrupted');
  });
  await expect(failing).rejects.toThrow('interrupted');
  expect(readFileSync(join(dir, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(dir)).toEqual(['file']);
});

test('a file is not there before it is whole', async () => {
  await makeAtomically(join(dir, 'file'), async (temporary) => {
    writeFileSync(temporary, 'half');
    expect(readdirSync(dir)).not.toContain('file');
    writeFileSync(temporary, 'whole');
  });
  expect(readFileSync(join(dir, 'file'), 'utf8')).toBe('whole');
});
