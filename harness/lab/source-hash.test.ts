import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeFiles, hashCode } from './source-hash.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet hash '));
  for (const file of ['node/app.ts', 'node/libraries/database/pg.ts', 'node/app.test.ts']) write(file, 'first');
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.join(dir, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
}

test('libraries are no part of the service that they lie beside', () => {
  const hash = hashCode(dir, ['node']);
  expect(codeFiles(dir, ['node'])).toEqual(['node/app.ts']);
  write('node/libraries/database/pg.ts', 'second');
  expect(hashCode(dir, ['node'])).toBe(hash);
  write('node/app.ts', 'second');
  expect(hashCode(dir, ['node'])).not.toBe(hash);
});

test('asked for themselves, they are there', () => {
  expect(codeFiles(dir, ['node/libraries'])).toEqual(['node/libraries/database/pg.ts']);
});
