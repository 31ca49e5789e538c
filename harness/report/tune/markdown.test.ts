import { expect, test } from 'vitest';
import { storedText } from '../../results/reason.ts';
import type { TuneResults } from '../../results/schema.ts';
import * as golden from '../../tests/golden/golden-tune.ts';
import { renderTuneMarkdown } from './markdown.ts';

const ALL: [string, TuneResults][] = Object.entries(golden).map(([name, build]) => [name, build()]);

test('the whole page reads as it was reviewed', async () => {
  await expect(renderTuneMarkdown(golden.goldenTune())).toMatchFileSnapshot('../../tests/golden/pages/tune.md');
});

test('the lines to paste come first, then the values, the comparison, and what is folded away', () => {
  const page = renderTuneMarkdown(golden.goldenTune());
  const places = [
    '**11 connections per process',
    '```python',
    '| pool\\_size | 11 |',
    '## Comparison with other pools',
    '<details>',
  ].map((text) => page.indexOf(text));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test.each(ALL)('every table row of %s has as many cells as its header', (_, results) => {
  const tables = [...renderTuneMarkdown(results).matchAll(/(?:^\|.*\|\n)+/gm)];
  expect(tables.length).toBeGreaterThan(0);
  for (const [table] of tables) {
    const widths = table
      .trim()
      .split('\n')
      .map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(widths).size).toBe(1);
  }
});

test.each(ALL)('every fold of %s is closed', (_, results) => {
  const page = renderTuneMarkdown(results);
  expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length);
});

test('what was not measured is left out, and what was asked for is not', () => {
  const page = renderTuneMarkdown(golden.goldenTunePartial());
  expect(page).toContain('**No recommendation yet**');
  expect(page).toContain('Interrupted by SIGINT during the probe');
  expect(page).toContain('200 requests per second');
  expect(page).not.toMatch(/## (The recommendation|Comparison with other pools)|null|NaN|undefined|Infinity/);
});

/** A service whose command, request and answers are as hostile as can be. */
function hostile(evil: string): TuneResults {
  const results = golden.goldenTuneCommand();
  const { recommendation } = results;
  if (recommendation === null) throw new Error('the golden service lost its recommendation');
  const [window] = results.search.flatMap(({ windows }) => windows);
  Object.assign(window ?? {}, { failures: 3, failure_example: evil });
  return {
    ...results,
    id: evil,
    command: evil,
    subject: { kind: 'command', command: evil, env: { [evil]: evil }, request: evil, headers: { [evil]: evil } },
    unseen: [storedText(evil)],
    recommendation: {
      ...recommendation,
      arithmetic: storedText(evil),
      target_verdict: storedText(evil),
      values: [{ name: evil, value: evil, reason: storedText(evil) }],
      snippets: [{ code: 'stored', title: evil, language: evil, text: evil }],
    },
    comparisons: results.comparisons.map((comparison) => ({ ...comparison, alternative: storedText(evil) })),
  };
}

test.each([
  ['markup', '</details> <img src=x> # x', /<img|<\/details> &lt;img/],
  ['a mention', '@octocat', /@octocat/],
  ['a pipe', '| a | b |', /\| a \| b \|/],
])('%s in data stays text', (_, evil, forbidden) => {
  const page = renderTuneMarkdown(hostile(evil)).replace(/```[\s\S]*?```/g, '');
  // What is typed into a shell stands as code: there nothing is markup.
  expect(page.replace(/`[^`\n]*`/g, '')).not.toMatch(forbidden);
});

test('a snippet with fences of its own ends where it ends', () => {
  const page = renderTuneMarkdown(hostile('a\n````\n# not a heading\n'));
  expect(page).toMatch(/^`{5}.*\na\n````\n# not a heading\n`{5}$/m);
});

test('a line break in data starts no line of its own', () => {
  const page = renderTuneMarkdown(hostile('a\n# heading')).replace(/```[\s\S]*?```/g, '');
  expect(page).not.toMatch(/^# heading/m);
});
