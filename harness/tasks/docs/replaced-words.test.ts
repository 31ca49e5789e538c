import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { makeCommandTree } from '../../command-tree.ts';
import { REPLACED, replacedWordsIn, wordsOfName } from '../../tests/readers/replaced-words.ts';
import { all } from './commands-page.ts';
import { readPage, repositoryFiles } from './pages.ts';

describe('words are found', () => {
  test.each([
    ['A Figure, and two rivals; the doubts', ['doubt', 'rival', 'figure']],
    ['they live two lives', ['life']],
    ['20 + 10 (the source), and the source’s sizes', ['the source']],
    ['arrivals, resources, lifetimes, proofread, configured', []],
    ['the sources, the source files and the source code', []],
    ['the two-stage rule of two stages', []],
  ])('in "%s": %j', (text, words) => expect(replacedWordsIn(text)).toEqual(words));

  test.each([
    ['FIRST_EXIT_CODE', 'first exit code'],
    ['readJSONLines', 'read json lines'],
    ['report/tune/heat-table.ts', 'report tune heat table ts'],
  ])('in the name %s, as "%s"', (name, words) => expect(wordsOfName(name)).toBe(words));
});

const files = repositoryFiles();

/** A line for each replaced word and the place that has it. */
const findings = (texts: readonly (readonly [place: string, text: string])[]): string[] =>
  texts.flatMap(([place, text]) => replacedWordsIn(text).map((word) => `${place}: ${word} → ${REPLACED[word]}`));

test('no help of a command has a replaced word', async () => {
  const helps = all(await makeCommandTree()).map((command) => {
    const printed: string[] = [];
    command.configureOutput({ writeOut: (text) => printed.push(text) }).outputHelp();
    return [`${command.name()} --help`, printed.join('')] as const;
  });
  expect(helps.length).toBeGreaterThan(10);
  expect(findings(helps)).toEqual([]);
});

/** What older versions of duet wrote is shown as it stands. */
const OLDER = /\/older\/|version-1/;

test('no page of made-up results has a replaced word', () => {
  const pages = files.filter((file) => /^harness\/tests\/golden\/pages\/.*\.(md|xml)$/.test(file) && !OLDER.test(file));
  expect(pages.length).toBeGreaterThan(3);
  expect(findings(pages.map((file) => [file, readPage(file).text]))).toEqual([]);
});

test('no file is named with a replaced word', () => {
  expect(findings(files.map((file) => [file, wordsOfName(file)]))).toEqual([]);
});

test('no exported name has a replaced word', () => {
  const code = files.filter((file) => /^(harness|node|python)\/.*\.(ts|py)$/.test(file));
  const names = code.flatMap((file) =>
    exportedNames(file).map((name) => [`${name} in ${file}`, wordsOfName(name)] as const),
  );
  expect(names.length).toBeGreaterThan(500);
  expect(findings(names)).toEqual([]);
});

function exportedNames(file: string): string[] {
  const { text } = readPage(file);
  if (file.endsWith('.py')) return [...text.matchAll(/^(?:async )?(?:def|class) (\w+)/gm)].map(([, name = '']) => name);
  return parseSync(file, text).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName }) => exportName.name ?? []),
  );
}

test('no doc comment and no description begins with "Of"', () => {
  const beginnings = /\/\*\*[\s*]*Of .*|"{3}Of .*|description: ['"`]Of .*/g;
  const code = files.filter((file) => /\.(ts|py)$/.test(file));
  expect(
    code.flatMap((file) => [...readPage(file).text.matchAll(beginnings)].map(([text]) => `${file}: ${text}`)),
  ).toEqual([]);
});
