import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendHistory, readHistory } from './history-file.ts';
import type { HistoryEntry } from './schema.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet history '));
  file = path.join(dir, 'kept', 'history.jsonl');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (day: number): HistoryEntry => ({
  schema: 'duet-history',
  schema_version: 1,
  run: `2026010${day}-020000-standard-0001`,
  finished_at: `2026-01-0${day}T02:09:00.000Z`,
  commit: null,
  dirty: false,
  profile: 'standard',
  method: 'one',
  fingerprint: 'one',
  machine: 'Größe µ',
  gains: [],
});
const refusal = (message: RegExp) => expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) });

test('runs are read again in the order of time, whatever their order in the file', () => {
  expect([entry(2), entry(1), entry(3)].map((one) => appendHistory(file, one))).toEqual([true, true, true]);
  expect(readHistory(file)).toEqual([entry(1), entry(2), entry(3)]);
});

test('a run that is there already is left as it is', () => {
  appendHistory(file, entry(1));
  const text = readFileSync(file, 'utf8');
  expect(appendHistory(file, { ...entry(1), machine: 'another' })).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('of a run that two branches appended, the first line counts', () => {
  appendHistory(file, entry(1));
  appendFileSync(file, `${JSON.stringify({ ...entry(1), machine: 'another' })}\n`);
  expect(readHistory(file)).toEqual([entry(1)]);
});

describe('a torn last line', () => {
  // In the middle of the two bytes of a character, too.
  test.each([1, 40, Buffer.from(JSON.stringify(entry(2))).indexOf('ö') + 1])(
    'after %d bytes is left out, and cut off when a run is appended',
    (bytes) => {
      appendHistory(file, entry(1));
      appendFileSync(file, Buffer.from(JSON.stringify(entry(2))).subarray(0, bytes));
      expect(readHistory(file)).toEqual([entry(1)]);
      appendHistory(file, entry(3));
      expect(readHistory(file)).toEqual([entry(1), entry(3)]);
    },
  );

  test('that only lacks its end is kept', () => {
    appendHistory(file, entry(1));
    appendFileSync(file, JSON.stringify(entry(2)));
    appendHistory(file, entry(3));
    expect(readHistory(file)).toEqual([entry(1), entry(2), entry(3)]);
  });
});

test.each([
  ['of a newer duet', JSON.stringify({ ...entry(1), schema_version: 2 }), /history\.jsonl:2 has schema version 2/],
  ['of somebody else', '{"name":"x","value":1}', /history\.jsonl:2 is not a duet-history document/],
  ['with marks of a merge', '<<<<<<< HEAD', /history\.jsonl:2 is not valid JSON/],
  [
    'that was edited',
    JSON.stringify({ ...entry(1), gains: 'many' }),
    /history\.jsonl:2 does not fit the format: \/gains/,
  ],
])('a line %s is named', (_, line, message) => {
  appendHistory(file, entry(1));
  appendFileSync(file, `${line}\n`);
  expect(() => readHistory(file)).toThrow(refusal(message));
  expect(() => appendHistory(file, entry(2))).toThrow(refusal(message));
});

test('no file, and a folder', () => {
  expect(() => readHistory(file)).toThrow(refusal(/there is no history/));
  mkdirSync(file, { recursive: true });
  expect(() => readHistory(file)).toThrow(refusal(/is a folder/));
  expect(() => appendHistory(file, entry(1))).toThrow(refusal(/is a folder/));
});

test('an empty file is a history without runs', () => {
  mkdirSync(path.dirname(file));
  writeFileSync(file, '');
  expect(readHistory(file)).toEqual([]);
  expect(appendHistory(file, entry(1))).toBe(true);
});
