/** junit.xml, seen through a reader of CI tools and through a schema. */
import { describe, expect, test } from 'vitest';
import type { DiffResults } from '../results/schema.ts';
import { concluded } from '../tests/golden/concluded.ts';
import { golden, goldenFailure, goldenPartial, goldenStandard } from '../tests/golden/golden.ts';
import * as diffs from '../tests/golden/golden-diff.ts';
import { junitProblems, type ReadJunit, readJunit } from '../tests/readers/read-junit.ts';
import { renderJunit } from './compare/junit.ts';
import { renderDiffJunit } from './diff/junit.ts';
import { junitDocument } from './kit/junit.ts';

const AWKWARD = 'a < b && "c" > \'d\'\n\tline two ]]> \u0000\u001b[31m \uD800 é 🙂';

const documents = {
  complete: renderJunit(golden()),
  standard: renderJunit(goldenStandard()),
  partial: renderJunit(goldenPartial()),
  failure: renderJunit(goldenFailure()),
  distrusted: renderJunit(distrusted()),
  ...Object.fromEntries(Object.entries(diffs).map(([name, results]) => [name, renderDiffJunit(results())])),
  failOnInconclusive: renderDiffJunit(regression({ fail_on: 'inconclusive', strict: true })),
  incompleteFails: renderDiffJunit({
    ...diffs.goldenIncomplete(),
    exit_code: 1,
  }),
  failOnNever: renderDiffJunit(regression({ fail_on: 'never', strict: true })),
  awkward: junitDocument('"quoted"', '2026-01-14T09:30:00.000Z', [
    {
      classname: 'a.b c',
      name: '<n>',
      seconds: Number.NaN,
      outcome: { kind: 'failure', type: 'x', message: AWKWARD },
      output: AWKWARD,
    },
  ]),
} as Record<string, string>;

const problems = await junitProblems(documents);
const read = readJunit(documents);
const of = (name: string): ReadJunit => read[name] as ReadJunit;

/** The names of the cases that turn a CI server red. */
const red = (name: string) =>
  of(name)
    .cases.filter(({ results }) => results.includes('failure') || results.includes('error'))
    .map((one) => one.name);

function distrusted() {
  const results = golden();
  Object.assign(results.validity ?? {}, { trustworthy: false, distrust: '9 of 30 trials are invalid' });
  return results;
}

function regression(rules: Partial<DiffResults['run']>): DiffResults {
  const results = diffs.goldenRegression();
  return concluded({ ...results, run: { ...results.run, ...rules } });
}

test.for(Object.keys(documents))('%s fits the schema, and its totals are those of its cases', (name) => {
  expect(problems[name]).toEqual([]);
  const { declared, counted, cases } = of(name);
  expect(declared).toEqual(counted);
  expect(declared.tests).toBe(cases.length);
  const names = cases.map((one) => `${one.classname} ${one.name}`);
  expect(new Set(names).size).toBe(names.length);
});

test('the schema and the reader refuse what a CI server would trip over', async () => {
  const xml = documents.goldenRegression as string;
  const cut = xml.replace('</testsuite>', '');
  const found = await junitProblems({
    class: xml.replace(/ classname="[^"]+"/, ''),
    exponent: xml.replace(/ time="[^"]+"/, ' time="4.1e-4"'),
    both: xml.replace('<failure ', '<skipped message="too"/><failure '),
  });
  for (const [name, messages] of Object.entries(found)) expect(messages, name).not.toEqual([]);
  expect(() => readJunit({ cut })).toThrow('cut is refused');
});

describe('a diff', () => {
  test('has one case per row, and one failure for the row that failed the gate', () => {
    const { rows } = diffs.goldenRegression();
    const { cases, declared } = of('goldenRegression');
    expect(cases).toHaveLength(rows.length);
    expect(declared).toMatchObject({ failures: 1, errors: 0, skipped: 2 });
    expect(cases[0]).toMatchObject({
      classname: 'duet.pooling.node.after',
      name: 'CPU time of the service per request',
      results: ['failure'],
    });
    expect(cases[0]?.messages[0]).toMatch(
      /^regression: 41\d µs on base, 43\d µs on head, \+5\.\d % \(.*\), threshold ±3 %; decided after 8 blocks/,
    );
    expect(cases[0]?.seconds).toBeCloseTo((rows[0]?.head as number) / 1_000, 6);
  });

  test.for([
    ['goldenRegression', ['CPU time of the service per request']],
    ['failOnInconclusive', ['CPU time of the service per request', 'peak memory', 'capacity']],
    ['failOnNever', []],
    ['goldenCounts', ['statements per request', 'round trips to PostgreSQL per request']],
    ['goldenAccepted', ['round trips to PostgreSQL per request']],
    ['goldenImprovement', []],
    ['goldenInconclusive', []],
    ['goldenInvalid', ['the diff as a whole']],
    ['goldenPartial', ['the diff as a whole']],
    ['goldenOneSided', []],
    ['goldenSame', []],
    ['goldenIncomplete', []],
    ['incompleteFails', ['the diff as a whole']],
  ] as const)('%s is red in: %j', ([name, cases]) => {
    expect(red(name)).toEqual(cases);
  });

  test('has an accepted row as passed, with the line that accepts it', () => {
    const accepted = of('goldenAccepted').cases.find(({ name }) => name === 'statements per request');
    expect(accepted?.results).toEqual([]);
    expect(documents.goldenAccepted).toContain('accepted by “pooling/node/after: statements 1 → 2”');
  });

  test('of equal services is not empty, which some CI servers take for a fault', () => {
    expect(of('goldenSame').cases).toMatchObject([{ name: 'the diff as a whole', results: [] }]);
  });

  test('skips what it could not judge, with the reason', () => {
    expect(of('goldenIncomplete').cases.filter(({ name }) => name.startsWith('not compared'))).toMatchObject([
      { name: 'not compared: Python', messages: [expect.stringContaining('left out Python')] },
      { messages: [expect.stringContaining('left out streaming and workers')] },
      { name: 'not compared: streaming, Node, after, peak memory' },
      { name: 'not compared: content that is not on this machine' },
      { messages: [expect.stringContaining('does not count the blocks')] },
    ]);
    const { cases } = of('goldenOneSided');
    expect(cases.filter(({ name }) => name === 'not judged')).toMatchObject([
      { classname: 'duet.pooling.node.after-pool', messages: ['only head has this cell: it was added'] },
      { classname: 'duet.batching.python.after-queue', messages: ['only base has this cell: it was removed'] },
      { classname: 'duet.workers.node.after-threads', results: ['skipped'] },
    ]);
    expect(of('goldenInvalid').cases[1]).toMatchObject({
      results: ['skipped'],
      messages: [expect.stringContaining('invalid: the control moved')],
    });
  });
});

describe('a comparison', () => {
  test('reads as it was reviewed', async () => {
    await expect(documents.complete).toMatchFileSnapshot('../tests/golden/pages/junit.xml');
  });

  test('is red only when its numbers must not be used', () => {
    expect(red('complete')).toEqual([]);
    expect(red('failure')).toEqual([]);
    expect(red('partial')).toEqual(['the run as a whole']);
    const { cases, declared } = of('distrusted');
    expect(cases[0]).toMatchObject({
      results: ['error'],
      messages: ['this run is invalid: 9 of 30 trials are invalid'],
    });
    expect(declared.skipped).toBe(cases.length - 1);
  });
});

test('text arrives as it was, less what XML cannot hold', () => {
  const held = 'a < b && "c" > \'d\'\n\tline two ]]> \uFFFD\uFFFD[31m \uFFFD é 🙂';
  expect(of('awkward').cases).toMatchObject([
    { classname: 'a.b c', name: '<n>', seconds: 0, messages: [held], output: held },
  ]);
});
