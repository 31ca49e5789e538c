import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import * as golden from '../../tests/golden/golden-diff.ts';
import { renderDiffSummary } from './terminal.ts';

test('the verdict comes first, then its reason and the rows that are not "no change"', () => {
  const text = renderDiffSummary(golden.goldenRegression(), { color: false, width: 140 });
  expect(text).toMatch(/^FAIL: regression\npooling, Node, after: CPU time/);
  expect(text).toMatch(
    / {2}regression +pooling, Node, after +CPU time of the service per request +\+5\.2 % +\+4\.1 to \+6\.4 %/,
  );
  expect(text).not.toContain('within ±3 %\n');
  expect(text).toContain('No change: 4 metrics within');
  expect(text).toContain('Noise floor (base against itself): pooling Node ±1.7 %');
});

test.each([40, 60, 80, 100, 140])('no line is wider than a terminal of %d columns', (width) => {
  for (const build of Object.values(golden)) {
    const lines = renderDiffSummary(build(), { color: false, width, files: ['out/golden/diff.html'] }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});

test('the metric is shortened before the change is lost', () => {
  expect(renderDiffSummary(golden.goldenRegression(), { color: false, width: 80 })).toMatch(/CPU time.*… +\+5\.2 %/);
});

test('the terminal has the option that accepts a row, and names lines that accept nothing', () => {
  const text = renderDiffSummary(golden.goldenAccepted(), { color: false, width: 140 });
  expect(text).toContain("  --accept 'pooling/node/after: round_trips 1 → 2'\n");
  expect(text).toContain('round_trips 1 → 3 (.duet-accept, line 4) accepts nothing: the change is 1 → 2');
});

test('a reason that holds for several rows in turn is said once', () => {
  const text = renderDiffSummary(golden.goldenPartial(), { color: false, width: 100 });
  expect(text.match(/2 of the 4 blocks that are needed/g)).toHaveLength(1);
});

test('colour changes nothing but colour', () => {
  const plain = renderDiffSummary(golden.goldenRegression(), { color: false, width: 100 });
  const colored = renderDiffSummary(golden.goldenRegression(), { color: true, width: 100 });
  expect(colored).not.toBe(plain);
  expect(stripVTControlCharacters(colored)).toBe(plain);
});

test('more rows than anybody reads are counted, not printed', () => {
  const results = golden.goldenRegression();
  const [worst] = results.rows;
  if (worst === undefined) throw new Error('the golden diff lost its rows');
  results.rows = Array(50).fill(worst);
  const text = renderDiffSummary(results, { color: false, width: 140 });
  expect(text.match(/^ {2}regression/gm)).toHaveLength(20);
  expect(text).toContain('and 30 more: see diff.html');
});

test('control characters in data do not reach the terminal', () => {
  const results = golden.goldenOneSided();
  results.why = { code: 'stored', text: '\u001b[2Jgone' };
  results.run.sides.head.given = '\u001b[2Jgone';
  for (const answer of results.run.answers) answer.head = '\u001b[2Jgone';
  expect(renderDiffSummary(results, { color: false, width: 80 })).not.toContain('\u001b');
});
