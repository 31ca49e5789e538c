import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { targetFile } from './target-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-target-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
};

test.each([
  [undefined, 'duet.config.ts'],
  ['{"type": "module"}', 'duet.config.ts'],
  ['{}', 'duet.config.mts'],
])('beside a package.json of %s it is %s', (text, name) => {
  if (text !== undefined) write('package.json', text);
  expect(targetFile(dir, {})).toEqual({ file: path.join(dir, name), format: 'ts', typed: false });
});

test('the package.json of a folder above counts, and JSON needs none', () => {
  write('package.json', '{}');
  write('api/server.js', '');
  expect(targetFile(path.join(dir, 'api'), {}).file).toBe(path.join(dir, 'api/duet.config.mts'));
  expect(targetFile(dir, { json: true })).toEqual({
    file: path.join(dir, 'duet.config.json'),
    format: 'json',
    typed: false,
  });
});

test('a package.json that is no JSON is named', () => {
  write('package.json', '{"name": broken');
  expect(() => targetFile(dir, {})).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining('package.json is no JSON') }),
  );
});

test('where duet is installed, its types are imported', () => {
  write('node_modules/duet/package.json', '{"name": "duet", "exports": {"./config": "./config.js"}}');
  write('node_modules/duet/config.js', '');
  expect(targetFile(dir, {}).typed).toBe(true);
});

test('a file that is there is not written over, whatever its end, unless that is asked for', () => {
  write('duet.config.json', '{}');
  expect(() => targetFile(dir, {})).toThrow(
    expect.objectContaining({ exitCode: 2, hint: expect.stringContaining('--force') }),
  );
  const there = path.join(dir, 'duet.config.json');
  expect(targetFile(dir, { force: true, json: true })).toEqual({ file: there, format: 'json', typed: false });
  expect(targetFile(dir, { force: true })).toMatchObject({ file: path.join(dir, 'duet.config.ts'), replaces: there });
});
