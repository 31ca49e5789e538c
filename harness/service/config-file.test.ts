import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServiceConfig } from './config.ts';
import { findConfigFile, readConfigFile } from './config-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-find-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const write = (file: string) => writeFileSync(path.join(dir, file), '');

test.each(['ts', 'mts', 'js', 'mjs', 'json'])('duet.config.%s is found', (end) => {
  write(`duet.config.${end}`);
  expect(findConfigFile(dir, 'duet.config')).toBe(path.join(dir, `duet.config.${end}`));
});

test('none is none, and another name is none', () => {
  write('duet.tune.ts');
  expect(findConfigFile(dir, 'duet.config')).toBeUndefined();
});

test('several are refused by their names', () => {
  write('duet.config.ts');
  write('duet.config.json');
  expect(() => findConfigFile(dir, 'duet.config')).toThrow(/there are both .*\.ts and .*\.json/);
});

test('one that was named and is not there is refused, with what writes one', async () => {
  const file = path.join(dir, 'none.ts');
  await expect(readConfigFile(file, ServiceConfig, { example: '', hint: '' })).rejects.toMatchObject({
    ...{ exitCode: 2, message: `there is no file ${file}` },
    hint: expect.stringContaining('duet init'),
  });
});

test('a folder in the place of a file is refused, with what the file may be called', async () => {
  await expect(readConfigFile(dir, ServiceConfig, { example: '', hint: '' })).rejects.toMatchObject({
    ...{ exitCode: 2, message: `${dir} is a folder` },
    hint: expect.stringContaining(path.join(dir, 'duet.config.ts')),
  });
});

test('one that imports what is not installed is told to', async () => {
  const file = path.join(dir, 'duet.config.mjs');
  writeFileSync(file, "import 'nowhere-to-be-found';\nexport default {};\n");
  await expect(readConfigFile(file, ServiceConfig, { example: '', hint: '' })).rejects.toMatchObject({
    ...{ exitCode: 2, message: expect.stringContaining('nowhere-to-be-found') },
    hint: 'install what it imports where it lies',
  });
});
