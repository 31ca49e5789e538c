import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { LibrariesResults } from '../../results/libraries.ts';
import * as golden from '../../tests/golden/golden-libraries.ts';
import { longTexts } from '../../tests/readers/long-texts.ts';
import { renderLibrariesMarkdown } from './markdown.ts';
import { renderLibrariesTerminal } from './terminal.ts';

test.each(Object.entries(golden))('%s keeps the format', (_, build) => {
  expect([...Value.Errors(LibrariesResults, build())]).toEqual([]);
});

/** What is text by its nature: commands, names, code, and what somebody else's software said. */
const FREE_TEXT = /^(command|id)$|^environment\.|\.(title|code|file|said|error|difference)$/;

test('results hold codes and numbers, and no sentences', () => {
  expect(longTexts(golden.goldenLibraries()).filter(({ place }) => !FREE_TEXT.test(place))).toEqual([]);
});

test.each([
  ['libraries.md', renderLibrariesMarkdown(golden.goldenLibraries())],
  ['libraries.txt', renderLibrariesTerminal(golden.goldenLibraries(), { color: false, width: 100 })],
])('harness/tests/golden/pages/%s is what is written of the made-up run', (name, text) => {
  expect(text).toBe(readFileSync(new URL(`../../tests/golden/pages/${name}`, import.meta.url), 'utf8'));
});
