/** Tables of the pages that list what the program knows have all of it, and nothing else. */
import { expect, test } from 'vitest';
import { sweeps } from '../../patterns/curves/index.ts';
import { PATTERNS, WORKLOADS } from '../../results/schema.ts';
import { PLACEHOLDERS } from '../../service/command-placeholders.ts';
import { section } from '../../tests/readers/content.ts';
import { readPage } from './pages.ts';

/** The code in the first column of the first table of a section. */
function firstColumn(file: string, title: string): string[] {
  const [table = ''] = section(readPage(file), title).match(/(?:^\|.*\n)+/m) ?? [];
  return table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name as string));
}

test.for([
  ['README.md', 'The five patterns', PATTERNS],
  ['README.md', 'What was found', PATTERNS],
  ['harness/docs/compare.md', 'From where on a pattern pays', sweeps.map(({ pattern }) => pattern)],
  ['harness/docs/tune.md', 'What can be tuned', WORKLOADS],
  [
    'harness/docs/own-service.md',
    "Tuning a service that is not duet's",
    Object.keys(PLACEHOLDERS).map((name) => `{${name}}`),
  ],
] as const)('%s, %s', ([file, title, names]) => {
  expect(firstColumn(file, title).toSorted()).toEqual([...names].toSorted());
});
