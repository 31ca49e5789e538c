import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Reading, readingOf } from './tune.ts';
import { readTuneResults } from './tune-folder.ts';

const version1 = readFileSync(
  fileURLToPath(new URL('../tests/golden/pages/tune-version-1.json', import.meta.url)),
  'utf8',
);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'duet-tune-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function read(change: (document: Record<string, unknown>) => void) {
  const file = path.join(dir, 'tune.json');
  const document = JSON.parse(version1);
  change(document);
  writeFileSync(file, JSON.stringify(document));
  return readTuneResults(file);
}

test('a file of version 1 keeps its sentences, and nobody has judged it', () => {
  const { unseen, recommendation, trust, schema_version } = read((document) => {
    document.unseen = ['the database'];
  });
  expect(schema_version).toBe(2);
  expect(unseen).toEqual([{ code: 'stored', text: 'the database' }]);
  const stored = JSON.parse(version1).recommendation;
  expect(recommendation?.values.map(({ reason }) => reason)).toEqual(
    stored.values.map(({ reason }: { reason: string }) => ({ code: 'stored', text: reason })),
  );
  expect(recommendation?.target_verdict).toEqual({ code: 'stored', text: stored.target_verdict });
  expect(trust).toBeUndefined();
});

test('what its version says is what it is held to', () => {
  expect(() => read((document) => Object.assign(document, { schema_version: 2 }))).toThrow('does not fit the format');
  expect(() => read((document) => Object.assign(document, { unseen: [{ code: 'database' }] }))).toThrow(
    'does not fit the format: /unseen/0',
  );
});

test('a version that is not known yet is refused', () => {
  expect(() => read((document) => Object.assign(document, { schema_version: 3 }))).toThrow(
    'has schema version 3; this duet reads version 2',
  );
});

test.each<[number | null, number | null, Reading]>([
  [0.8, 0.9, 'faster'],
  [1.1, 1.2, 'slower'],
  [0.9, 1.1, 'no-difference'],
  [null, null, 'too-few-rounds'],
])('the interval of a ratio from %s to %s reads %s', (low, high, reading) => {
  const ratio = { value: ((low ?? 1) + (high ?? 1)) / 2, low, high, level: 0.95, n: 4, blocks: [] };
  expect(readingOf(ratio)).toBe(reading);
  expect(readingOf(ratio, 0.1)).toBe(reading);
  expect(readingOf(null)).toBe('not-compared');
});

test('what is slower by no more than equal settings differ is within the noise', () => {
  const ratio = { value: 1.04, low: 1.01, high: 1.07, level: 0.95, n: 4, blocks: [] };
  expect(readingOf(ratio)).toBe('slower');
  expect(readingOf(ratio, 0.05)).toBe('within-noise');
  expect(readingOf({ ...ratio, value: 0.96, low: 0.93, high: 0.99 }, 0.05)).toBe('faster');
});
