import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keep, newestOf, readKept } from './kept-lines.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-kept-lines-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('what is kept is read again', () => {
  const file = path.join(dir, 'kept', 'runs.jsonl');
  expect(readKept(file)).toEqual([]);
  for (const n of [1, 2]) keep(file, { n });
  expect(readKept(file)).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a torn line is named, and nothing is read past it', () => {
  const file = path.join(dir, 'runs.jsonl');
  keep(file, { n: 1 });
  appendFileSync(file, '{"n":');
  expect(() => readKept(file)).toThrow(/runs\.jsonl:2 is no line of JSON/);
});

test('of lines about the same thing the last counts', () => {
  const lines = [1, 2, 3].map((n) => ({ n, name: n % 2 }));
  expect(newestOf(lines, ({ name }) => name)).toEqual([
    { n: 3, name: 1 },
    { n: 2, name: 0 },
  ]);
});
