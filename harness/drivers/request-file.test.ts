import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ClosedLoad } from '../load/driver.ts';
import { requestFiles } from './request-file.ts';

test('the same requests are written once, and again for a service elsewhere', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-requests-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  let rendered = 0;
  const fileOf = requestFiles(dir, 'wrk.lua', ({ of }, url) => {
    rendered++;
    return url + of(0).path;
  });
  const asking = (name: string): ClosedLoad['requests'] => ({ count: 1, of: () => ({ method: 'GET', path: name }) });
  const [before, after] = [asking('/before'), asking('/after')];

  const files = [before, after, before, after].map((requests) => fileOf(requests));
  expect(rendered).toBe(2);
  expect(files).toEqual([files[0], files[1], files[0], files[1]]);
  expect(files.slice(0, 2).map((file) => readFileSync(file, 'utf8'))).toEqual(['/before', '/after']);

  expect(readFileSync(fileOf(before, 'http://a'), 'utf8')).toBe('http://a/before');
  fileOf(before, 'http://a');
  expect(rendered).toBe(3);
  expect(readFileSync(fileOf(after), 'utf8')).toBe('/after');
});
