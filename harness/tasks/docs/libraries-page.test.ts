/** The numbers of harness/docs/libraries.md: of every library, and of a run that came to its end. */
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { LibrariesResults } from '../../results/libraries.ts';
import { FIELDS, LIBRARIES } from '../../results/library-names.ts';
import { STACKS } from '../../results/names.ts';
import { goldenLibraries } from '../../tests/golden/golden-libraries.ts';
import { readKeptLibraries, renderLibrariesParts } from './libraries-page.ts';
import { readPage } from './pages.ts';

const kept = readKeptLibraries();

test('the page has a place for every part, and no other', () => {
  const marks = [...readPage('harness/docs/libraries.md').text.matchAll(/<!-- (libraries-[a-z]+):/g)];
  expect(marks.map(([, name]) => name)).toEqual(Object.keys(renderLibrariesParts()));
});

test('a part has what its field has, and links to the code', () => {
  const parts = renderLibrariesParts(goldenLibraries());
  expect(parts['libraries-database']).toContain('[prisma.ts](../../node/libraries/database/prisma.ts)');
  expect(parts['libraries-database']).toContain('| Prisma | Node |');
  expect(parts['libraries-database']).not.toContain('Papa Parse');
  expect(parts['libraries-streaming']).toContain('Papa Parse');
  expect(parts['libraries-rest']).toContain('No matching distribution found for tortoise-orm');
});

test('what is kept is of every library, of a whole run, and keeps the format', () => {
  if (kept === undefined) {
    expect(Object.values(renderLibrariesParts()).join()).not.toContain('|');
    return;
  }
  const names = kept.libraries.map(({ field, stack, name }) => `${field}/${stack}/${name}`);
  const all = FIELDS.flatMap((field) =>
    STACKS.flatMap((stack) => LIBRARIES[field][stack].map((name) => `${field}/${stack}/${name}`)),
  );
  expect(names).toEqual(all);
  expect(kept.complete).toBe(true);
  expect([...Value.Errors(LibrariesResults, kept)]).toEqual([]);
});
