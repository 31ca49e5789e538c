import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChromium } from './chromium.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duet chromium-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  chmodSync(path, 0o755);
  return path;
}

test('CHROMIUM wins over what is on PATH', () => {
  program('chromium');
  const own = program('my-browser');
  expect(findChromium({ CHROMIUM: own, PATH: folder })).toBe(own);
});

test('a CHROMIUM that cannot be run is not replaced silently', () => {
  program('chromium');
  expect(findChromium({ CHROMIUM: join(folder, 'nothing'), PATH: folder })).toBeUndefined();
});

test('Google Chrome on PATH will do', () => {
  const chrome = program('google-chrome');
  expect(findChromium({ PATH: ['', '/nonexistent', folder].join(delimiter) })).toBe(chrome);
});
