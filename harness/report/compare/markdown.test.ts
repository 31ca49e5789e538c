import { expect, test } from 'vitest';
import { golden, goldenFailure, goldenPartial } from '../../tests/golden/golden.ts';
import { renderMarkdown } from './markdown.ts';

test('the whole page reads as it was reviewed', async () => {
  await expect(renderMarkdown(golden())).toMatchFileSnapshot('../../tests/golden/pages/report.md');
});

test('a partial run says so and why', () => {
  const page = renderMarkdown(goldenPartial());
  expect(page).toContain('> **This report is partial.**');
  expect(page).toContain('Interrupted by SIGINT in block 1. It rests on 9 of 102 planned trials.');
  expect(page).toContain('Not reached: workers, batching and pooling.');
});

test('a failed trial of a measured cell is not passed over', () => {
  const results = golden();
  const cell = results.patterns[0]?.stacks.python?.cells[0];
  Object.assign(cell ?? {}, { failure: { status: 503, type: 'urn:x', title: 'Busy', detail: 'no connection' } });
  expect(renderMarkdown(results)).toContain(
    'parallel, Python, before (some trials; its numbers come from the others): 503 Busy (urn:x): no connection',
  );
});

test('an inequality of parity shows without colour', () => {
  const page = renderMarkdown(golden());
  expect(page).toContain('2 facts differ between the stacks, 5 are equal.');
  expect(page).toContain('| round trips per pooled SELECT | **1** | **3** | ≠ SQLAlchemy adds');
  expect(page).toContain('| processes | 1 | 1 | = |');
});

test('data cannot break out of a cell, a quote or a fence', () => {
  const results = goldenFailure('a | b\n\n# c <script>alert(1)</script> `d`');
  const code = results.patterns[0]?.stacks.node?.code[0];
  if (code === undefined) throw new Error('the golden run has no code');
  code.text = 'const fence = "```";';
  const page = renderMarkdown(results);
  expect(page).not.toContain('<script>');
  expect(page).toContain('a \\| b \\# c &lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('````typescript\nconst fence = "```";\n````');
});

test('every table row has as many cells as its header', () => {
  for (const table of renderMarkdown(golden()).matchAll(/(?:^\|.*\|\n)+/gm)) {
    const widths = table[0]
      .trim()
      .split('\n')
      .map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(widths).size).toBe(1);
  }
});
