import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judged } from '../../compare/judge.ts';
import type { PatternName, Results } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial } from '../../tests/golden/golden.ts';
import { answerText, answerView } from './answer.ts';

const said = (results: Results, name: PatternName): string => {
  const found = answerView(results).patterns.find(({ pattern }) => pattern === name);
  return found === undefined ? '' : answerText(found);
};

/** The questions of harness/docs/first-screen.md, with what the first screen says to each. */
test.each([
  ['Which pattern pays most in Python?', [['lead', /^Batching gains most: .*24\.0× in Python\./]]],
  [
    'Which claims do not hold?',
    [
      ['streaming', /claim of 67× is reached in neither, and lies beyond the physical limit in both\./],
      ['pooling', /claim of 8\.5× is reached in neither, and lies beyond the physical limit in Node\./],
      ['parallel', /holds in Node and is not reached in Python/],
      ['workers', /holds in Node \(97\.6 %\) and is not reached in Python \(95\.0 %\)/],
      ['batching', /holds in Node and is exceeded in Python/],
    ],
  ],
  [
    'Where is the limit nearly reached?',
    [
      ['parallel', /Within 5 % of the physical limit in Node and 11 % in Python\./],
      ['batching', /Within 7 % of the physical limit in Node and 13 % in Python\./],
      ['streaming', /Within 5 % of the physical limit in Python\./],
      ['pooling', /Within 15 % of the physical limit in Node\./],
    ],
  ],
  [
    'What does streaming save?',
    [
      ['streaming', /^2\.79× less memory in Node, 5\.40× in Python\. /],
      ['streaming', /no difference in time in Node and takes less time in Python/],
    ],
  ],
  [
    'Is the workers pattern about speed?',
    [
      ['workers', /^13\.3× shorter waits of light requests in Node, 8\.44× in Python\. /],
      ['workers', /The report itself takes longer in both\.$/],
    ],
  ],
] as const)('%s', (question, answers) => {
  const page = readFileSync(new URL('../../docs/first-screen.md', import.meta.url), 'utf8');
  expect(page).toContain(`| ${question} `);
  for (const [place, words] of answers) {
    const text = place === 'lead' ? answerView(golden()).lead.join(' ') : said(golden(), place);
    expect(text).toMatch(words);
  }
});

test('the lead counts the claims that hold', () => {
  expect(answerView(golden()).lead.at(-1)).toBe(
    '3 of 5 claims hold in Node, 1 of 5 in Python, by their 95 % intervals.',
  );
});

test('stacks that differ in their largest gain are named apart', () => {
  const results = golden();
  const workers = results.patterns.find(({ pattern }) => pattern === 'workers');
  Object.assign(workers?.stacks.python?.gains[0]?.estimate ?? {}, { value: 99, low: 90, high: 110 });
  expect(answerView(judged(results)).lead[0]).toBe(
    'Batching gains most in Node (21.4×), workers gains most in Python (99.0×).',
  );
});

test('a failed cell has no gain, and its claim is not judged', () => {
  expect(said(goldenFailure(), 'streaming')).toMatch(
    /^No gain to compute in Node, where `before` failed, 5\.40× less memory in Python\. The claim of 67× cannot be judged in Node and is not reached in Python, and lies beyond the physical limit in Python\./,
  );
});

test('one block shows its gain and judges nothing', () => {
  expect(answerView(goldenPartial()).lead).toEqual([]);
  expect(said(goldenPartial(), 'parallel')).toMatch(
    /^2\.44× faster in Node \(no interval\), .* The claim of 2\.5× can be judged in neither\./,
  );
});

test('a loss, no difference and a gain within the noise are not sold as gains', () => {
  const results = golden();
  const gainOf = (name: PatternName) =>
    results.patterns.find(({ pattern }) => pattern === name)?.stacks.node?.gains[0]?.estimate;
  Object.assign(gainOf('parallel') ?? {}, { value: 0.9, low: 0.85, high: 0.95 });
  Object.assign(gainOf('pooling') ?? {}, { value: 1.02, low: 0.9, high: 1.15 });
  for (const { ratio } of results.controls ?? []) Object.assign(ratio, { low: 0.04, high: 1.1 });
  const noisy = judged(results);
  expect(said(noisy, 'parallel')).toMatch(/^A loss in Node \(0\.900×\), .*The claim of 2\.5× is contradicted in Node/);
  expect(said(noisy, 'pooling')).toMatch(/^No gain was shown in Node \(1\.02×\), /);
  expect(said(noisy, 'batching')).toMatch(/^21\.4× faster in Node \(within the noise\), /);
});

test('a run of one stack does not speak of the other', () => {
  const { run, ...rest } = golden();
  const { lead, patterns } = answerView(judged({ ...rest, run: { ...run, stacks: ['node'] } }));
  expect([...lead, ...patterns.map(answerText)].join(' ')).not.toMatch(/Python|both|neither/);
});

test('the table has a row for each pattern and stack', () => {
  const { header, rows } = answerView(golden()).table;
  expect(rows).toHaveLength(10);
  expect(rows.every((row) => row.length === header.length)).toBe(true);
  expect(rows[7]).toEqual([
    'batching',
    'Python',
    '24.0×',
    '23.1–24.9',
    '20×',
    '27.1×',
    '1.13×',
    'claim exceeded',
    'time',
  ]);
});
