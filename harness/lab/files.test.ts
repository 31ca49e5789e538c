import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureFile, fileName } from './files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet files '));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const CHUNK = 4 * 1024 * 1024;
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

test.each([200, 1_000, 1_001, 65_537, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 199, 5_000_000])(
  'a file of %i bytes has exactly that size, and every line its five fields',
  async (bytes) => {
    const file = await ensureFile(dir, bytes);
    expect(path.basename(file)).toBe(fileName(bytes));
    expect(statSync(file).size).toBe(bytes);
    const text = readFileSync(file, 'latin1');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.slice(0, -1).split('\n');
    const malformed = lines.filter(
      (line, index) =>
        !/^\d{8,9},[a-z]+,\d{3,6},2024-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]),[A-Z][A-Za-z ]+$/.test(line) ||
        Number.parseInt(line, 10) !== index + 1,
    );
    expect(malformed).toEqual([]);
  },
);

test('the same size gives the same bytes on every machine', async () => {
  const other = path.join(dir, 'other');
  const [one, two] = [await ensureFile(dir, 100_000), await ensureFile(other, 100_000)];
  expect(sha256(two)).toBe(sha256(one));
  expect(sha256(one)).toBe('fa2e7ba276fc6cc5a1adeff107f52f7bee2c4f4ebe240551d9eaacd99ae19eb8');
});

test('a file that is there is left alone, one that was cut off is made anew', async () => {
  const file = await ensureFile(dir, 10_000);
  const { mtimeMs } = statSync(file);
  const whole = sha256(file);
  await ensureFile(dir, 10_000);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  writeFileSync(file, 'torn');
  await ensureFile(dir, 10_000);
  expect(sha256(file)).toBe(whole);
});

test('interrupted, it leaves nothing behind', async () => {
  await expect(ensureFile(dir, 1_000_000, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  expect(readdirSync(dir)).toEqual([]);
});

test('a disk without room is an error of the environment, before anything is written', async () => {
  await expect(ensureFile(dir, 1e18)).rejects.toMatchObject({ exitCode: 4, hint: expect.stringContaining('--out') });
  expect(existsSync(path.join(dir, fileName(1e18)))).toBe(false);
});
