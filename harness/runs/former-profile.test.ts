import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyEntryOf } from '../compare/history-entry.ts';
import { renderMarkdown } from '../report/compare/markdown.ts';
import { appendHistory, readHistory } from '../results/history-file.ts';
import { openRunFolder, readResults, readRun, toJson } from '../results/run-folder.ts';
import { PROFILES, type Results } from '../results/schema.ts';
import { golden } from '../tests/golden/golden.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'duet profile '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = golden();
const now: Results = { ...whole, run: { ...whole.run, profile: 'original' } };
/** A document as it was written when the profile `original` was called `seed`. */
const asWrittenThen = (document: unknown) => toJson(document).replace('"profile": "original"', '"profile": "seed"');

test('the former name is not listed', () => expect(PROFILES).not.toContain('seed'));

describe('a document with the former name of its profile', () => {
  test('results.json is read, and reports what it reported', () => {
    const file = path.join(folder, 'results.json');
    writeFileSync(file, asWrittenThen(now));
    expect(readFileSync(file, 'utf8')).toContain('"profile": "seed"');
    const results = readResults(file);
    expect(results).toEqual(now);
    expect(renderMarkdown(results as Results)).toBe(renderMarkdown(now));
  });

  test('run.json is read, so that its run can go on', () => {
    openRunFolder(folder).write('run.json', asWrittenThen(now.run));
    expect(readRun(folder).header).toEqual(now.run);
  });

  test('its line of a history stands beside those of today', async () => {
    const file = path.join(folder, 'history.jsonl');
    const [then, today] = ['20260101-020000-seed-0001', '20260102-020000-original-0001'].map((run) => ({
      ...historyEntryOf(now),
      run,
    }));
    if (then === undefined || today === undefined) throw new Error('two entries were made');
    writeFileSync(file, `${JSON.stringify({ ...then, profile: 'seed' })}\n`);
    await appendHistory(file, today);
    expect(readHistory(file).runs.map(({ profile }) => profile)).toEqual(['original', 'original']);
  });
});
