/** A program in the place of vegeta: what the real one decodes, harness/tests/e2e/export-import.test.ts shows. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeVegeta, NoVegeta } from './vegeta-decode.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-decode-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const { signal } = new AbortController();

function vegetaThat(script: string): string {
  const file = path.join(dir, 'vegeta');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const LINE = '{"attack":"a","seq":0,"code":200,"timestamp":"2026-11-30T13:15:45Z","latency":1000000,"error":""}';

test('what it prints is read, and the file is given by its whole path', async () => {
  const vegeta = vegetaThat(`[ "$3" = '${path.resolve('-results.bin')}' ] && echo '${LINE}'`);
  expect(await decodeVegeta('-results.bin', { vegeta, signal })).toMatchObject([{ seq: 0, code: 200, latencyMs: 1 }]);
});

test.each([
  ['cannot', 'echo "gob: duplicate type" >&2; exit 1', 'vegeta cannot decode it: gob: duplicate type'],
  ['breaks off', `echo '${LINE}'; echo "unexpected EOF" >&2; exit 1`, 'vegeta cannot decode it: unexpected EOF'],
  ['prints something else', 'echo hello', 'hello'],
])('a vegeta that %s gives no results', async (_what, script, message) => {
  const decoding = decodeVegeta('results.bin', { vegeta: vegetaThat(script), signal });
  await expect(decoding).rejects.toThrow(SyntaxError);
  await expect(decoding).rejects.toThrow(message);
});

test('without vegeta nothing is decoded', async () => {
  const vegeta = path.join(dir, 'nowhere');
  await expect(decodeVegeta('results.bin', { vegeta, signal })).rejects.toThrow(NoVegeta);
});

test('it ends with the signal, for its reason', async () => {
  const controller = new AbortController();
  const decoding = decodeVegeta('results.bin', { vegeta: vegetaThat('exec sleep 60'), signal: controller.signal });
  controller.abort(new Error('stopped by SIGINT'));
  await expect(decoding).rejects.toThrow('stopped by SIGINT');
});
