import { expect, test } from 'vitest';
import type { DiffResults } from '../../results/schema.ts';
import * as golden from '../../tests/golden/golden-diff.ts';
import { COMMENT_LIMIT, renderDiffMarkdown } from './markdown.ts';

/** What GitHub takes as a comment. */
const GITHUB_LIMIT = 65_536;

const ALL: [string, DiffResults][] = Object.entries(golden).map(([name, build]) => [name, build()]);

test('the whole page reads as it was reviewed', async () => {
  await expect(renderDiffMarkdown(golden.goldenRegression())).toMatchFileSnapshot('../../tests/golden/pages/diff.md');
});

test.each(ALL)('%s begins with its verdict', (_, results) => {
  expect(renderDiffMarkdown(results)).toMatch(/^# duet diff: \*\*(PASS|FAIL|INVALID|INCOMPLETE|INCONCLUSIVE)/);
});

test.each(ALL)('every table row of %s has as many cells as its header', (_, results) => {
  for (const table of renderDiffMarkdown(results).matchAll(/(?:^\|.*\|\n)+/gm)) {
    const widths = table[0]
      .trim()
      .split('\n')
      .map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(widths).size).toBe(1);
  }
});

test.each(ALL)('every fold of %s is closed', (_, results) => {
  const page = renderDiffMarkdown(results);
  expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length);
});

test('the worst rows come before anything that is folded away', () => {
  const page = renderDiffMarkdown(golden.goldenRegression());
  expect(page.indexOf('**regression**')).toBeGreaterThan(0);
  expect(page.indexOf('**regression**')).toBeLessThan(page.indexOf('<details>'));
});

test('every row that fails has its line to paste, and an accepted one is still shown', () => {
  const page = renderDiffMarkdown(golden.goldenAccepted());
  expect(page).toContain('\n```text\npooling/node/after: round_trips 1 → 2\n```\n');
  expect(page).toMatch(/\| statements per request \| 1 → 2 .* \*\*accepted\*\*<br>worse, and accepted by “pooling/);
  expect(renderDiffMarkdown(golden.goldenRegression())).toMatch(/```text\npooling\/node\/after: cpu \+\d\.\d %\n```/);
});

test('a line that accepts nothing is named with its reason', () => {
  const page = renderDiffMarkdown(golden.goldenAccepted());
  expect(page).toContain('round_trips 1 → 3` (.duet-accept, line 4) accepts nothing: the change is 1 → 2\n');
  expect(page).toContain('(--accept) accepts nothing: nothing became worse there; it can be removed');
  expect(page).toContain('- 1 more line is about what this diff does not compare');
});

test('cells on one side only and other answers are not passed over', () => {
  const page = renderDiffMarkdown(golden.goldenOneSided());
  expect(page).toContain('- pooling, Node, after-pool: added, only head has it');
  expect(page).toContain('- batching, Python, after-queue: removed, only base has it');
  expect(page).toContain('| pooling, Node, after | $.user.name | "Ada" | null |');
});

/** Hundreds of rows whose names are as long and as hostile as can be. */
function huge(rows: number, name: string): DiffResults {
  const results = golden.goldenOneSided();
  const [row] = golden.goldenRegression().rows;
  if (row === undefined) throw new Error('the golden diff lost its rows');
  const metric = { ...row.metric, title: name };
  const why = { code: 'stored', text: name } as const;
  const hostile = Array.from({ length: rows }, () => ({ ...row, variant: name, metric, why }));
  results.rows = [...hostile, ...hostile.map((each) => ({ ...each, metric: { ...metric, kind: 'count' as const } }))];
  results.why = why;
  results.run.sides.head.given = name;
  results.run.command = name;
  results.run.id = name;
  results.run.environment.missing = Array<string>(rows).fill(name);
  results.run.one_sided = Array.from({ length: rows }, () => ({
    pattern: 'pooling' as const,
    stack: 'node' as const,
    variant: name,
    change: 'added' as const,
  }));
  results.run.answers = Array.from({ length: rows }, () => ({ ...row, path: name, base: name, head: name }));
  return results;
}

test.each([
  ['long names', 300, 'a-long-name-'.repeat(60)],
  ['names that grow when they are escaped', 300, '@a'.repeat(400)],
  ['names that are markup', 300, '<|`*'.repeat(200)],
])('%s fit into a comment', (_, rows, name) => {
  const page = renderDiffMarkdown(huge(rows, name));
  expect(page.length).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(page.length).toBeLessThan(GITHUB_LIMIT);
  expect(page).toMatch(/[\d,]+ more rows would make this page too long: see <code>diff.html<\/code>/);
  expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length);
});

test('hundreds of ordinary rows keep the worst twenty and say where the others are', () => {
  const page = renderDiffMarkdown(huge(400, 'after'));
  expect(page.length).toBeGreaterThan(COMMENT_LIMIT / 2);
  const unfolded = page.slice(0, page.indexOf('<details>'));
  expect(unfolded.match(/^\| pooling, Node, after \| after \| 413/gm)).toHaveLength(20);
  expect(unfolded).toContain('780 more of these rows are folded away below.');
});

test('what users name is neither markup nor a mention', () => {
  const results = golden.goldenRegression();
  results.run.sides.head.given = '`@octocat` <img src=x>|](http://x)';
  results.why = { code: 'stored', text: '@octocat </details> # x' };
  const page = renderDiffMarkdown(results);
  expect(page).not.toMatch(/@octocat|<img|http:\/\/x/);
  expect(page).toContain('&lt;/details&gt;');
});

test('fewer blocks than planned for two stages are said', () => {
  const results = golden.goldenTwoStages();
  expect(renderDiffMarkdown(results)).not.toContain('were planned');
  results.run.plan.planned = { screening_blocks: 12, fresh_blocks: 28 };
  expect(renderDiffMarkdown(results)).toContain('12 and 28 were planned, the budget allowed fewer');
});

test('why measuring ended is said', () => {
  expect(renderDiffMarkdown(golden.goldenRegression())).toContain('ended at the first certain regression');
  expect(renderDiffMarkdown(golden.goldenInconclusive())).toContain('ended by the time budget');
  expect(renderDiffMarkdown(golden.goldenTwoStages())).toContain('Suspects without fresh blocks');
});
