/** The files of interop/, each through a reader that follows its consumer. */
import { describe, expect, test } from 'vitest';
import type { DiffResults, Results } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial, goldenStandard } from '../../tests/golden/golden.ts';
import * as diffs from '../../tests/golden/golden-diff.ts';
import { readBencher, readGithubActionBenchmark, readHyperfine } from '../../tests/readers/consumers.ts';
import { interopFiles } from './index.ts';

const READERS: Record<string, (text: string) => unknown> = {
  'github-action-benchmark-smaller.json': readGithubActionBenchmark,
  'github-action-benchmark-bigger.json': readGithubActionBenchmark,
  'bencher.json': readBencher,
  'hyperfine.json': readHyperfine,
};
const SMALLER = 'github-action-benchmark-smaller.json';
const BIGGER = 'github-action-benchmark-bigger.json';

const EVERY: Record<string, () => Results | DiffResults> = {
  complete: golden,
  standard: goldenStandard,
  partial: goldenPartial,
  failure: goldenFailure,
  ...diffs,
};

const file = (results: Results | DiffResults, name: string): string => interopFiles(results)[name] ?? '';

test.for(Object.entries(EVERY))('every file of %s is read by its consumer', ([, results]) => {
  for (const [name, text] of Object.entries(interopFiles(results()))) READERS[name]?.(text);
});

test.for(Object.keys(READERS))(
  '%s of a comparison is what was reviewed: its names are keys of time series',
  async (name) => {
    await expect(file(golden(), name)).toMatchFileSnapshot(`../../tests/golden/pages/interop/${name}`);
  },
);

test('a file without an entry is not written', () => {
  expect(Object.keys(interopFiles(golden()))).toEqual(Object.keys(READERS));
  expect(interopFiles(diffs.goldenSame())).toEqual({});
  expect(Object.keys(interopFiles(diffs.goldenCounts()))).toEqual([SMALLER, 'bencher.json']);
});

test('units and directions are those of the consumer', () => {
  const results = golden();
  const cell = results.patterns.find(({ pattern }) => pattern === 'pooling')?.stacks.node?.cells[1];
  const value = (metric: string) => cell?.metrics[metric]?.value as number;
  const bencher = readBencher(file(results, 'bencher.json'));
  expect(bencher['duet.pooling.node.after.latency']?.latency?.value).toBeCloseTo(value('latency') * 1e6, 3);
  expect(bencher['duet.pooling.node.after.cpu']?.['cpu-time']?.value).toBeCloseTo(value('cpu') * 1e6, 3);
  expect(bencher['duet.pooling.node.after.capacity']?.throughput?.value).toBe(value('capacity'));
  expect(bencher['duet.streaming.node.after.peak_rss']?.memory?.value).toBeGreaterThan(1e8);
  expect(bencher['duet.pooling.node.after.round_trips']?.count).toEqual({ value: 1 });

  const smaller = readGithubActionBenchmark(file(results, SMALLER)).map(({ name }) => name);
  const bigger = readGithubActionBenchmark(file(results, BIGGER)).map(({ name }) => name);
  expect(bigger).toContain('duet.pooling.node.after.capacity');
  expect(smaller).toContain('duet.pooling.node.after.latency');
  expect(smaller.filter((name) => bigger.includes(name))).toEqual([]);

  const timed = readHyperfine(file(results, 'hyperfine.json')).results;
  const latency = timed.find(({ command }) => command === 'duet.pooling.node.after.latency');
  expect(latency?.times).toEqual(cell?.metrics.latency?.blocks.map((ms) => ms / 1_000));
  expect(timed.some(({ command }) => command.endsWith('capacity') || command.endsWith('cpu'))).toBe(false);
});

test('a diff has both sides of every row, with the blocks that were judged', () => {
  const results = diffs.goldenRegression();
  const entries = readGithubActionBenchmark(file(results, SMALLER));
  const cpu = entries.filter(({ name }) => name.startsWith('duet.pooling.node.after.') && name.endsWith('.cpu'));
  expect(cpu.map(({ name }) => name)).toEqual(['duet.pooling.node.after.base.cpu', 'duet.pooling.node.after.head.cpu']);
  expect(cpu[1]?.value).toBeCloseTo(results.rows[0]?.head as number, 5);
  expect(cpu[1]?.extra).toContain('8 blocks');
  expect(cpu[1]?.extra).toContain('head: regression');
});

describe('what is left out', () => {
  test('cells that failed and rows without numbers', () => {
    expect(file(goldenFailure(), 'bencher.json')).not.toContain('duet.streaming.node.before');
    expect(file(diffs.goldenInvalid(), 'bencher.json')).not.toContain('.cpu');
  });

  test('all that an invalid run timed; its counts stay', () => {
    const results = golden();
    Object.assign(results.validity ?? {}, { trustworthy: false });
    expect(Object.keys(interopFiles(results))).toEqual([SMALLER, 'bencher.json']);
    expect(file(results, 'bencher.json')).not.toContain('"latency"');
  });

  test('what is no finite number', () => {
    const results = golden();
    const cells = results.patterns[0]?.stacks.node?.cells ?? [];
    Object.assign(cells[0]?.metrics.latency ?? {}, { value: Number.NaN });
    Object.assign(cells[1]?.metrics.latency ?? {}, { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
    const bencher = readBencher(file(results, 'bencher.json'));
    expect(bencher).not.toHaveProperty(['duet.parallel.node.before.latency']);
    expect(Object.keys(bencher['duet.parallel.node.after.latency']?.latency ?? {})).toEqual(['value']);
  });
});

test('a variant whose name has a space keeps it', () => {
  const results = golden();
  Object.assign(results.patterns[0]?.stacks.node?.cells[1] ?? {}, { variant: 'after "all" & more' });
  for (const [name, text] of Object.entries(interopFiles(results))) READERS[name]?.(text);
  expect(readBencher(file(results, 'bencher.json'))).toHaveProperty(['duet.parallel.node.after "all" & more.latency']);
});

describe('the readers refuse', () => {
  const edited = (name: string, from: RegExp | string, to: string) => {
    const text = file(golden(), name);
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    return () => READERS[name]?.(changed);
  };

  test('for github-action-benchmark: no list, an empty one, no number, a repeated name', () => {
    expect(() => readGithubActionBenchmark('{}')).toThrow();
    expect(() => readGithubActionBenchmark('[]')).toThrow();
    expect(edited(SMALLER, /"value": [\d.]+/, '"value": null')).toThrow('/0/value');
    expect(edited(SMALLER, /before.latency/, 'after.latency')).toThrow('twice');
    expect(edited(SMALLER, /± [\d.]+/, '± a lot')).toThrow('range');
  });

  test('for Bencher: a value without number, a measure that is no slug, bounds beside the value', () => {
    expect(edited('bencher.json', /"value": [\d.]+/, '"value": "1"')).toThrow();
    expect(edited('bencher.json', '"latency":', '"Latency (ms)":')).toThrow();
    expect(edited('bencher.json', /"lower_value": /, '"lower_value": 9')).toThrow('bounds');
  });

  test('for hyperfine: milliseconds, a missing field, no runs', () => {
    expect(edited('hyperfine.json', /"mean": 0/, '"mean": 160')).toThrow('summary');
    expect(edited('hyperfine.json', /"system": 0,/, '')).toThrow('/results/0');
    expect(edited('hyperfine.json', /"times": \[[^\]]+\]/, '"times": []')).toThrow('/results/0');
  });
});
