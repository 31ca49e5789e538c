import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openMemoryFolder } from './memory-folder.ts';

const PLENTY = 64e9;

test('a folder on a disk is no memory, nor is one that is not there', () => {
  const dir = mkdtempSync(join(tmpdir(), 'duet-memory-'));
  try {
    expect(openMemoryFolder(dir, PLENTY)).toBeUndefined();
    expect(openMemoryFolder(join(dir, 'nowhere'), PLENTY)).toBeUndefined();
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('a machine that is short of memory keeps it for its processes', () => {
  expect(openMemoryFolder(undefined, 4e9)).toBeUndefined();
});

/** CI lets no test be skipped, and its machines need not have the room. */
const isTried = process.env.CI !== 'true' || hasRoom();

function hasRoom(): boolean {
  using folder = openMemoryFolder();
  return folder !== undefined;
}

if (isTried) {
  test('a folder through which others may pass is made in memory, and removed with what is in it', ({ skip }) => {
    const folder = openMemoryFolder();
    skip(folder === undefined, 'there is no room in memory');
    if (folder === undefined) return;
    expect(statSync(folder.dir).mode & 0o777).toBe(0o711);
    writeFileSync(join(folder.dir, 'file'), 'content');
    folder[Symbol.dispose]();
    expect(existsSync(folder.dir)).toBe(false);
  });

  test('what a killed process left is removed, what another one uses is not', ({ skip }) => {
    const folder = openMemoryFolder();
    skip(folder === undefined, 'there is no room in memory');
    if (folder === undefined) return;
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const left = join(dirname(folder.dir), `duet-test-${pid}-left`);
    mkdirSync(left);
    using _next = openMemoryFolder();
    expect([existsSync(left), existsSync(folder.dir)]).toEqual([false, true]);
    folder[Symbol.dispose]();
  });
}
