import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { baselineNames, fileOfBaseline, findBaseline, readBaseline, writeBaseline } from './baselines.ts';
import type { Baseline, Results } from './schema.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet baselines '));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const goldenFile = new URL('../tests/golden/pages/results.json', import.meta.url);
const { run, finished_at }: Results = JSON.parse(readFileSync(goldenFile, 'utf8'));
const { id, duet_version, profile, patterns, stacks, sizes, environment } = run;
const baseline: Baseline = {
  schema: 'duet-baseline',
  schema_version: 1,
  run: { id, duet_version, profile, patterns, stacks, sizes, environment, finished_at },
  cells: [{ pattern: 'pooling', stack: 'node', variant: 'after', measured: true }],
  figures: [
    {
      of: 'gain',
      pattern: 'pooling',
      stack: 'node',
      variant: 'after',
      metric: { id: 'latency', title: 'median latency', unit: 'ms', better: 'lower', kind: 'time' },
      value: 6,
      low: 5.5,
      high: 6.5,
    },
  ],
};
const refusal = (message: RegExp) => expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) });

test('what is written is read again, and nothing temporary stays', () => {
  expect(writeBaseline(dir, 'main', baseline)).toEqual({ file: path.join(dir, 'main.json'), replaced: false });
  expect(writeBaseline(dir, 'main', baseline)).toMatchObject({ replaced: true });
  expect(readBaseline(path.join(dir, 'main.json'))).toEqual(baseline);
  expect(readdirSync(dir)).toEqual(['main.json']);
});

test('the names of a folder, without files that are none', () => {
  for (const name of ['v2', 'main']) writeBaseline(dir, name, baseline);
  writeFileSync(path.join(dir, 'notes.txt'), '');
  expect(baselineNames(dir)).toEqual(['main', 'v2']);
  expect(baselineNames(path.join(dir, 'nowhere'))).toEqual([]);
});

test.each(['main', 'v2.1', 'release_2026-01', '7'])('%s is a name', (name) => {
  expect(fileOfBaseline(dir, name)).toBe(path.join(dir, `${name}.json`));
});

test.each(['', '..', '.hidden', '../up', 'a/b', 'a\\b', 'a b', '-x', 'C:', 'a\n', 'x'.repeat(65)])(
  '%j is none',
  (name) => {
    expect(() => fileOfBaseline(dir, name)).toThrow(refusal(/cannot be the name/));
  },
);

describe('finding', () => {
  beforeEach(() => {
    writeBaseline(dir, 'main', baseline);
  });
  test('by name, and by file', () => {
    expect(findBaseline('main', dir)).toBe(path.join(dir, 'main.json'));
    expect(findBaseline(path.join(dir, 'main.json'), 'elsewhere')).toBe(path.join(dir, 'main.json'));
  });
  test('another name is refused with those that are there', () => {
    expect(() => findBaseline('mian', dir)).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining('has main;') }),
    );
  });
  test('a folder is refused', () => {
    expect(() => findBaseline(`${dir}/`, 'elsewhere')).toThrow(refusal(/is a folder/));
    mkdirSync(path.join(dir, 'folder.json'));
    expect(() => findBaseline('folder', dir)).toThrow(refusal(/is a folder/));
  });
});

describe('reading', () => {
  const read = (text: string) => {
    const file = path.join(dir, 'x.json');
    writeFileSync(file, text);
    return readBaseline(file);
  };
  const whole = JSON.stringify(baseline);
  const hyperfine = { results: [{ command: 'sleep 1', mean: 1.001, stddev: 0.001, times: [1.0, 1.002] }] };

  test('results.json counts as a baseline', () => {
    expect(readBaseline(fileURLToPath(goldenFile)).schema).toBe('duet-results');
  });

  test.each([
    ['that is empty', '', /x\.json is not valid JSON/],
    ['that is cut off', whole.slice(0, whole.length / 2), /x\.json is not valid JSON/],
    [
      'of an older duet',
      JSON.stringify({ ...baseline, schema_version: 0 }),
      /schema version 0; this duet reads version 1/,
    ],
    [
      'of a newer duet',
      JSON.stringify({ ...baseline, schema_version: 2 }),
      /schema version 2; this duet reads version 1/,
    ],
    ['of hyperfine', JSON.stringify(hyperfine), /no document of duet: .* \(it has results\)/],
    [
      'of github-action-benchmark',
      JSON.stringify([{ name: 'x', unit: 'ms', value: 1 }]),
      /no document of duet: .* list/,
    ],
    ['that is null', 'null', /no document of duet/],
    [
      'of a diff',
      JSON.stringify({ schema: 'duet-diff', schema_version: 1 }),
      /is a duet-diff document, and no baseline/,
    ],
    [
      'that was edited',
      JSON.stringify({ ...baseline, figures: [{ of: 'guess' }] }),
      /does not fit the format: \/figures\/0/,
    ],
  ])('a file %s is refused', (_, text, message) => {
    expect(() => read(text)).toThrow(refusal(message));
  });
});
