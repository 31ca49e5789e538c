/** The best way of a pattern: in the section of its pattern, beside its limit, and not on the first screen. */
import { expect, test } from 'vitest';
import type { PatternName, PatternResult } from '../../results/schema.ts';
import { golden, goldenBest } from '../../tests/golden/golden.ts';
import { chartData } from './charts/chart.ts';
import { compareView } from './view.ts';

const results = goldenBest();
const view = compareView(results);

function sectionOf(name: PatternName) {
  const found = view.patterns.find(({ pattern }) => pattern.pattern === name);
  if (found === undefined) throw new Error(`no pattern ${name}`);
  return found;
}

function headlineRows(name: PatternName) {
  return (sectionOf(name).groups[0]?.rows ?? []).map(({ label, before, after, limit, nearness, reading }) => ({
    ...{ label, reading },
    values: [before, after, limit, nearness].map(({ text }) => text),
  }));
}

test('the first screen is that of a run without it', () => {
  const without = compareView(golden());
  expect(view.summary).toEqual(without.summary);
  expect(view.answer).toEqual(without.answer);
});

test('a section has it below the others, with its limit and how near it comes, and claims nothing of it', () => {
  expect(headlineRows('streaming')).toContainEqual({
    label: 'Node, after-best',
    reading: 'better',
    values: ['334 MB', expect.stringMatching(/^6\d\.\d MB$/), '61.0 MB', expect.stringMatching(/^1\.0\d×$/)],
  });
});

test('a limit of its own stands in its row alone', () => {
  const limits = headlineRows('batching').map(({ label, values }) => [label, values[2]]);
  expect(limits).toContainEqual(['Node', '51.6 ms']);
  expect(limits).toContainEqual(['Node, after-best', '25.8 ms']);
  expect(sectionOf('batching').notes).toContain(
    'Physical limit of time in after-best: One batch at the measured service times of the upstream.',
  );
});

test('the sentences say what it gains, and what is left to the limit', () => {
  const [, second] = sectionOf('batching').says;
  expect(second).toMatch(/`after-best` gains [\d.]+× in Node and [\d.]+× in Python/);
  expect(second).toMatch(/`after-best` comes to 1\.0\d× its limit in Node and 1\.1\d× its limit in Python/);
});

test('a chart has its cells, and the line of its own limit', () => {
  const { pattern } = sectionOf('batching');
  const { variants, limits } = chartData(pattern, pattern.metrics[0] as PatternResult['metrics'][number], ['node']);
  expect(variants).toEqual(['before', 'after', 'after-best']);
  expect(limits.map(({ variant, label }) => [variant, label])).toEqual([
    [null, 'limit 51.6 ms'],
    ['after-best', 'limit of after-best 25.8 ms'],
  ]);
});
