import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from './find-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'duet-program-'));
  for (const name of ['one', 'two']) mkdirSync(path.join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = (name: string) => path.join(folder, name, 'driver');
const find = (folders?: string[]) =>
  findProgram('driver', { env: { PATH: `${folder}/one:${folder}/two` }, ...(folders ? { folders } : {}) });

test('the first on PATH is found, and then what lies in further folders', () => {
  expect(find()).toBeUndefined();
  for (const name of ['one', 'two']) {
    writeFileSync(place(name), '');
    chmodSync(place(name), 0o755);
  }
  expect(find()).toBe(place('one'));
  rmSync(place('one'));
  expect(find()).toBe(place('two'));
  expect(findProgram('driver', { env: {}, folders: [path.join(folder, 'two')] })).toBe(place('two'));
});

test('what cannot be run is no program, and neither is a folder', () => {
  writeFileSync(place('one'), '', { mode: 0o644 });
  mkdirSync(place('two'));
  expect(find()).toBeUndefined();
});
