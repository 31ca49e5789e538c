import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { ImportResults } from '../../results/import.ts';
import * as golden from '../../tests/golden/golden-import.ts';
import { longTexts } from '../../tests/readers/long-texts.ts';
import { renderImportHtml } from './html.ts';
import { renderImportMarkdown } from './markdown.ts';
import { renderImportTerminal } from './terminal.ts';

test.each(Object.entries(golden))('%s keeps the format', (_, build) => {
  expect([...Value.Errors(ImportResults, build())]).toEqual([]);
});

/** What is text by its nature: commands, files, what vegeta said, and encoded values. */
const FREE_TEXT = /^(command|id)$|\.(file|error|histogram)$/;

test('results hold codes and numbers, and no sentences', () => {
  expect(longTexts(golden.goldenImportInvalid()).filter(({ place }) => !FREE_TEXT.test(place))).toEqual([]);
});

test.each([
  ['import.md', renderImportMarkdown(golden.goldenImport())],
  ['import-invalid.md', renderImportMarkdown(golden.goldenImportInvalid())],
  ['import.txt', renderImportTerminal(golden.goldenImportInvalid(), { color: false, width: 100 })],
])('harness/tests/golden/pages/%s is what is written of the made-up import', (name, text) => {
  expect(text).toBe(readFileSync(new URL(`../../tests/golden/pages/${name}`, import.meta.url), 'utf8'));
});

test('the page says what Markdown says of each pod, and what is wrong first', () => {
  const page = renderImportHtml(golden.goldenImportInvalid());
  for (const title of ['did not attack at the same time', 'Pod 2 did not send all', 'The pods differ']) {
    expect(page.indexOf(title)).toBeGreaterThan(0);
    expect(page.indexOf(title)).toBeLessThan(page.indexOf('All pods, and each of them'));
  }
});
