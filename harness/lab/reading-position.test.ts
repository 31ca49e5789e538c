import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasProc } from './proc.ts';
import { readingPosition } from './reading-position.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'duet reading ')));
  file = path.join(dir, 'some file.csv');
  writeFileSync(file, 'x'.repeat(1_000));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.runIf(hasProc)('follows a file while it is open, and a second time when it is opened again', async () => {
  const position = readingPosition(process.pid, file);
  expect(position()).toBeUndefined();
  for (const bytes of [300, 700]) {
    const handle = await open(file);
    expect(position()).toBe(0);
    await handle.read(Buffer.alloc(bytes), 0, bytes, null);
    expect(position()).toBe(bytes);
    await handle.close();
    expect(position()).toBeUndefined();
  }
});

test.runIf(hasProc)('of a file that is open twice, the farthest counts', async () => {
  await using one = await open(file);
  await using other = await open(file);
  await one.read(Buffer.alloc(10), 0, 10, null);
  await other.read(Buffer.alloc(40), 0, 40, null);
  expect(readingPosition(process.pid, file)()).toBe(40);
});

test('a process that is not there reads nothing', () => {
  expect(readingPosition(2 ** 30, file)()).toBeUndefined();
});
