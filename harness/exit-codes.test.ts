import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeCommandTree } from './command-tree.ts';
import { EXIT, EXIT_CODES, exitCodesHelp } from './exit-codes.ts';

test('every code is there once, in order', () => {
  const codes = EXIT_CODES.map(({ code }) => code);
  expect(codes).toEqual(Object.values(EXIT));
  expect(codes).toEqual([...new Set(codes)].toSorted((one, other) => one - other));
});

test('a command says its own codes, in words of its own where it has them', () => {
  expect(exitCodesHelp(['fine', 'usage'], { fine: 'measured' })).toBe('Exit codes: 0 measured, 2 wrong usage.');
});

test('a long list goes on in the next line', () => {
  const lines = exitCodesHelp(['fine', 'usage'], { fine: 'x'.repeat(100) }).split('\n');
  expect(lines).toEqual([`Exit codes: 0 ${'x'.repeat(100)},`, '2 wrong usage.']);
});

test.each(['compare', 'diff', 'tune'])('the help of %s has no code that is not in the table', async (name) => {
  const tree = await makeCommandTree();
  const command = tree.commands.find((one) => one.name() === name);
  const [shown = command] = command?.commands ?? [];
  const printed: string[] = [];
  shown?.configureOutput({ writeOut: (text) => printed.push(text) }).outputHelp();
  const [, list = ''] = printed.join('').split('Exit codes: ');
  const codes = [...`, ${list}`.matchAll(/(?<=,\s)\d+(?= )/g)].map(([code]) => Number(code));
  expect(codes.length).toBeGreaterThan(4);
  expect(Object.values<number>(EXIT)).toEqual(expect.arrayContaining(codes));
});

/** The table of a page; the README has them as a list in one line. */
const LISTS = [
  /^\| code \| meaning[^\n]*\n\|[-: |]+\n((?:\|[^\n]*\n)+)/gm,
  /^Exit codes of the program: ([^\n]*?)\. /gm,
];

test('every page that lists the exit codes has all of them, and a table has their meanings', () => {
  const docs = new URL('docs/', import.meta.url);
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
  const files = [new URL('../README.md', import.meta.url), ...pages.map((name) => new URL(name, docs))];
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const [tables = [], lines = []] = LISTS.map((list) => texts.flatMap((text) => [...text.matchAll(list)]));
  expect(tables.length + lines.length).toBeGreaterThan(0);
  for (const [, rows = ''] of tables) {
    const cells = [...rows.matchAll(/^\| +(\d+) \| (.+?) +\|$/gm)];
    expect(cells.map(([, code, meaning]) => ({ code: Number(code), meaning }))).toEqual(
      EXIT_CODES.map(({ code, meaning }) => ({ code, meaning })),
    );
  }
  for (const [, line = ''] of lines) {
    expect(line.split(' · ').map(Number.parseFloat)).toEqual(EXIT_CODES.map(({ code }) => code));
  }
});
