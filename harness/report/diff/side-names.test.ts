/** What is read of two ways says a and b, wherever a diff has base and head. */

import { expect, test } from 'vitest';
import type { DiffResults } from '../../results/schema.ts';
import { sideNames } from '../../results/side-names.ts';
import * as golden from '../../tests/golden/golden-diff.ts';
import { interopFiles } from '../interop/index.ts';
import { renderDiffHtml } from './html.ts';
import { renderDiffJunit } from './junit.ts';
import { renderDiffMarkdown } from './markdown.ts';
import { bothSides, commandOf } from './side-names.ts';
import { renderDiffSummary } from './terminal.ts';

function asWays(results: DiffResults): DiffResults {
  results.run.service = { name: 'orders', requests: [], ways: { a: 'as it is', b: 'POOL_SIZE=2' } };
  results.run.command = 'ab --b-env POOL_SIZE=2';
  // As newAb() sets them.
  Object.assign(results.run, { alerts: null, strict: false, fail_on: 'never' });
  results.run.id = results.run.id.replace(/-diff\b/, '-ab');
  for (const row of results.rows) row.fails = false;
  if (results.exit_code === 1) results.exit_code = 0;
  results.run.answers = [
    { pattern: 'pooling', stack: 'node', variant: 'after', path: '$.id', base: '1', head: '2', random: true },
  ];
  return results;
}

/** Without tags, styles and what a machine reads. */
const wordsOf = (page: string) => page.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ');

const { goldenRegression, goldenInconclusive, goldenInvalid, goldenPartial, goldenTwoStages, goldenCounts } = golden;
test.each(
  Object.entries({
    ...{ goldenRegression, goldenInconclusive, goldenInvalid, goldenPartial },
    ...{ goldenTwoStages, goldenCounts },
  }),
)('%s', async (_, build) => {
  const results = asWays(build());
  const pages = {
    terminal: renderDiffSummary(results, { color: false, width: 400 }),
    markdown: renderDiffMarkdown(results),
    html: wordsOf(await renderDiffHtml(results)),
    junit: renderDiffJunit(results),
    ...interopFiles(results),
  };
  for (const [name, page] of Object.entries(pages)) {
    expect(page, name).not.toMatch(/\b(?:base|head)\b/i);
    // The files of a run are called so, whatever it compares.
    expect(page, name).not.toMatch(/\bdiff\b(?!\.(?:html|json|md))|--(?:strict|fail-on)/i);
  }
  expect(pages.markdown).toContain('a → b');
  expect(pages.junit).toContain('<testsuites name="duet ab"');
});

test('better and worse are said of b', () => {
  const { markdown, junit } = ((results) => ({
    markdown: renderDiffMarkdown(results),
    junit: renderDiffJunit(results),
  }))(asWays(golden.goldenRegression()));
  expect(markdown).toContain('b is worse');
  expect(markdown + junit).not.toMatch(/\b(?:regression|improvement)\b/);
});

test('versions have their names', () => {
  const { run } = golden.goldenRegression();
  expect(bothSides(sideNames(run))).toBe('base → head');
  expect([commandOf(run), commandOf(asWays(golden.goldenRegression()).run)]).toEqual(['diff', 'ab']);
});
