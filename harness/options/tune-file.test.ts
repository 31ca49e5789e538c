import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTuneConfig } from './tune-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet config '));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = path.join(dir, name);
  writeFileSync(file, text);
  return file;
}

test('JSON', async () => {
  const file = write('duet.tune.json', '{"rate": 200, "p99": "100ms", "env": {"POOL": "{pool_size}", "N": 4}}');
  expect(await readTuneConfig(file)).toEqual({ rate: 200, p99: '100ms', env: { POOL: '{pool_size}', N: 4 } });
});

test('TypeScript, with types', async () => {
  const file = write('duet.tune.mts', 'const rate: number = 200;\nexport default { rate, command: "run {port}" };\n');
  expect(await readTuneConfig(file)).toEqual({ rate: 200, command: 'run {port}' });
});

test('a folder is meant from that of the file', async () => {
  expect(await readTuneConfig(write('a.json', '{"cwd": "app"}'))).toEqual({ cwd: path.join(dir, 'app') });
});

test.each([
  ['a.json', '{"rate": "200"}', 'a.json: rate must be number'],
  ['a.json', '{"env": {"POOL": true}}', 'a.json: env.POOL must'],
  ['a.json', '{"allow-host": "x"}', 'there is no member "allow-host"; did you mean "allowHost"?'],
  ['a.json', '[]', 'it must be an object'],
  ['a.json', '{', 'is no JSON'],
  ['b.mts', 'export const rate = 1;', 'has no default export'],
  ['c.mts', 'export default { rate: ', 'cannot be run'],
  ['d.mts', 'throw new Error("no luck")', 'cannot be run: no luck'],
])('%s with %s is refused: %s', async (name, text, message) => {
  await expect(readTuneConfig(write(name, text))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});

test.each(['none.json', 'none.ts'])('%s, which is not there, is refused', async (name) => {
  await expect(readTuneConfig(path.join(dir, name))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('there is no file'),
  });
});
