/** harness/docs/extending.md, followed: what it names has to be touched, and nothing else that a compiler knows of. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATTERNS } from '../../results/names.ts';
import { section } from '../../tests/readers/content.ts';
import { readPage, root } from './pages.ts';

const page = readPage('harness/docs/extending.md');

/** The files that a text names, for one pattern or for all of them. */
function filesOf(text: string, patterns: readonly string[] = PATTERNS): string[] {
  const named = [...text.matchAll(/`((?:node|python|harness|fixtures)\/[^`]+)`/g)].map(([, file]) => file as string);
  return [...new Set(named.flatMap((file) => patterns.map((pattern) => file.replace('<pattern>', pattern))))];
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('every file that it names exists', () => {
  const files = filesOf(page.text);
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test.for([
  ['Add a variant', 'workers', 'after-pool'],
  ['Add a variant to one stack alone', 'pooling', 'after-max-uses'],
] as const)('%s: the example of %s, %s, is in each file', ([title, pattern, variant]) => {
  const files = filesOf(section(page, title), [pattern]).filter((file) => file !== IN_THE_OTHER_STACK);
  expect(files.length).toBeGreaterThan(2);
  expect(files.filter((file) => !read(file).includes(variant))).toEqual([]);
});

/** Python has no variant `after-max-uses`: that is what the section is about. */
const IN_THE_OTHER_STACK = 'python/duet_service/patterns/pooling.py';

test.each([
  ['Add a pattern', /pooling/],
  ['Add a stack', /python|StackName/],
])('%s: each file has something of the one that is there: %s', (title, example) => {
  const files = filesOf(section(page, title), ['pooling']);
  expect(files.length).toBeGreaterThan(9);
  expect(files.filter((file) => !example.test(read(file)))).toEqual([]);
});

/** The page says of tests and chores that the compiler names some of them, too, and not which. */
const isOfTheProgram = (file: string) => !/\.test\.ts$|\/harness\/(?:tasks|tests|docs)$/.test(file);

describe('with a sixth pattern and a third stack among the names', () => {
  let copy: string;
  /** What the compiler says: a file and its complaint. */
  let complaints: { file: string; text: string }[];

  beforeAll(async () => {
    copy = mkdtempSync(path.join(tmpdir(), 'duet-extending-'));
    for (const name of ['harness', 'tsconfig.json', 'package.json']) {
      cpSync(path.join(root, name), path.join(copy, name), { recursive: true, filter: isOfTheProgram });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    const names = path.join(copy, 'harness/results/name-lists.ts');
    const text = readFileSync(names, 'utf8')
      .replace(/(export const PATTERNS = \[[^\]]*)\]/, "$1, 'sixth']")
      .replace(/(export const STACKS = \[[^\]]*)\]/, "$1, 'third']");
    writeFileSync(names, text);
    const { stdout } = await execa(process.execPath, ['node_modules/.bin/tsc', '--pretty', 'false'], {
      cwd: copy,
      reject: false,
    });
    complaints = [...stdout.matchAll(/^(harness\/[^(]+)\(.*?\): (error .*(?:\n .*)*)/gm)].map(
      ([, file, complaint]) => ({
        file: file as string,
        text: complaint as string,
      }),
    );
  }, 300_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const complained = (of: (text: string) => boolean) =>
    [...new Set(complaints.filter(({ text }) => of(text)).map(({ file }) => file))].toSorted();

  /** The first table of a section, which says what the compiler names. */
  const listed = (title: string) => {
    const [first = ''] = section(page, title).split('It cannot name these');
    return [...first.matchAll(/^\| `([^`]+)`/gm)].map(([, file]) => file as string).toSorted();
  };

  test('the compiler names the files for a pattern that the page lists', () => {
    expect(listed('Add a pattern')).toEqual(complained((text) => text.includes('sixth') && !text.includes('third')));
  });

  test('the compiler names the files for a stack that the page lists', () => {
    expect(listed('Add a stack')).toEqual(complained((text) => text.includes('third')));
  });

  test('the compiler complains of no other file', () => {
    const files = new Set([...listed('Add a pattern'), ...listed('Add a stack')]);
    expect(complained(() => true)).toEqual([...files].toSorted());
  });
});
