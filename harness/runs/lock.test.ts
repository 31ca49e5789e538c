import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processStartTime } from '../lab/process-table.ts';
import { lockRun } from './lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet run '));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const lock = () => path.join(dir, 'lock');

test('a locked run is refused until its lock is given back', () => {
  {
    using _held = lockRun(dir);
    expect(() => lockRun(dir)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`in process ${process.pid}`) }),
    );
  }
  expect(readdirSync(dir)).toEqual([]);
  using _again = lockRun(dir);
});

test.each([
  ['whose process is gone', '999999999:1'],
  ['whose pid is used again by another process', `${process.pid}:1`],
  ['that is torn', ' '],
])('a lock %s is taken over', (_, owner) => {
  symlinkSync(owner, lock());
  using _held = lockRun(dir);
  expect(readlinkSync(lock())).toBe(`${process.pid}:${processStartTime(process.pid)}`);
  expect(readdirSync(dir)).toEqual(['lock']);
});

test('a folder that cannot be written to is an error with a hint', () => {
  expect(() => lockRun(path.join(dir, 'missing'))).toThrow(expect.objectContaining({ exitCode: 2 }));
});
