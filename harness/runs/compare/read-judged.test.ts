/** What duet wrote before results.json held verdicts. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyEntryOf } from '../../compare/history-entry.ts';
import { baselineOf } from '../../diff/baseline/entries.ts';
import { renderMarkdown } from '../../report/compare/markdown.ts';
import { readBaseline } from '../../results/baselines.ts';
import { readResults } from '../../results/run-folder.ts';
import type { Sample } from '../../results/schema.ts';
import { golden, untraced } from '../../tests/golden/golden.ts';
import { readJudged } from './read-judged.ts';

const OLDER = fileURLToPath(new URL('../../tests/golden/pages/results-version-1.json', import.meta.url));

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'duet-older-'));
  file = path.join(dir, 'results.json');
  copyFileSync(OLDER, file);
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('results of version 1 are judged from their own estimates, and their sentences stay as they stand', () => {
  const results = readJudged(file);
  expect(results.schema_version).toBe(3);
  expect(results.verdicts).toEqual(golden().verdicts);
  const sentence = 'parallel, Python, after: other processes kept 0.31 of a core busy (at most 0.15)';
  expect(results.validity?.reasons[0]?.example).toBe(sentence);
  const coded = /parallel\/python\/after: other processes used .* of tolerance\)/;
  const { run, ...rest } = untraced(golden());
  const { placement: _unknown, ...environment } = run.environment;
  // The Python service was no package then, and the cores of each part were not recorded.
  const now = renderMarkdown({ ...rest, run: { ...run, environment } }).replaceAll('python/duet\\_service/', 'python/');
  expect(renderMarkdown(results)).toBe(now.replace(coded, sentence));
});

test('where its samples lie beside them, it is judged from these', () => {
  const sample = (trial: number, variant: string, latency: number): Sample => ({
    block: Math.floor(trial / 2),
    trial,
    pattern: 'pooling',
    stack: 'node',
    variant,
    at: '2026-01-14T09:31:00.000Z',
    metrics: { latency },
    limits: {},
    ...(trial === 7 ? { invalid: [{ rule: 'foreign-cpu', detail: 'a busy neighbour' }] } : {}),
  });
  const samples = [0, 1, 2, 3].flatMap((block) => [
    sample(2 * block, 'before', 40),
    sample(2 * block + 1, 'after', 10 + block),
  ]);
  const { run } = readResults(OLDER);
  writeFileSync(path.join(dir, 'run.json'), JSON.stringify({ ...run, patterns: ['pooling'], stacks: ['node'] }));
  writeFileSync(path.join(dir, 'samples.jsonl'), samples.map((one) => `${JSON.stringify(one)}\n`).join(''));

  const { patterns, verdicts, validity, finished_at } = readJudged(file);
  expect(finished_at).toBe(readResults(OLDER).finished_at);
  expect(patterns[0]?.stacks.node?.gains[0]?.estimate?.blocks).toEqual([4, 40 / 11, 40 / 12]);
  expect(verdicts.gains[0]).toMatchObject({ metric: 'latency', effect: 'better', warnings: ['trials-left-out'] });
  expect(validity?.reasons[0]?.example).toMatchObject({ invalidity: { detail: 'a busy neighbour' } });
});

test('a baseline and a line of a history are made of version 1 as of this one', () => {
  const older = readBaseline(OLDER);
  if (older.schema !== 'duet-results') throw new Error('the fixture is no results.json');
  expect(baselineOf(older).figures).toEqual(baselineOf(golden()).figures);
  expect(historyEntryOf(older)).toEqual(historyEntryOf(golden()));
});

test('a version that is not known yet is refused, and says which are read', () => {
  writeFileSync(file, readFileSync(OLDER, 'utf8').replace('"schema_version": 1', '"schema_version": 4'));
  expect(() => readJudged(file)).toThrow(/has schema version 4; this duet reads version 3/);
});
