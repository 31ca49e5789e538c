import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { LibrariesResults } from '../../results/libraries.ts';
import * as golden from '../../tests/golden/golden-libraries.ts';
import { renderLibrariesHtml } from './html.ts';

const rendered = new Map<() => LibrariesResults, Promise<string>>();
/** Rendered once for all tests. */
function pageOf(build: () => LibrariesResults): Promise<string> {
  const page = rendered.get(build) ?? renderLibrariesHtml(build());
  rendered.set(build, page);
  return page;
}
const opened = async (build: () => LibrariesResults) => parseHTML(await pageOf(build)).document;
const texts = (nodes: Iterable<{ textContent: string | null }>) => [...nodes].map((node) => node.textContent?.trim());

test('the same results give the same bytes', async () => {
  expect(await renderLibrariesHtml(golden.goldenLibraries())).toBe(await pageOf(golden.goldenLibraries));
});

test('the page refers to nothing outside itself, and runs one script', async () => {
  const page = await pageOf(golden.goldenLibraries);
  expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
  expect(page).not.toMatch(/url\(|@import/);
  expect(parseHTML(page).document.querySelectorAll('script').length).toBe(1);
});

describe.each(Object.entries(golden))('%s', (_, build) => {
  test('has nothing that is no number, and no name twice', async () => {
    const document = await opened(build);
    expect(document.querySelector('main')?.textContent).not.toMatch(/\b(?:NaN|Infinity|undefined|null)\b/);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('has a sentence for every field and stack, and a row for every library that is installed', async () => {
    const results = build();
    const document = await opened(build);
    const stacks = new Set(results.libraries.map(({ field, stack }) => `${field}/${stack}`));
    expect(document.querySelectorAll('.library-answers p b').length).toBe(stacks.size);
    for (const field of new Set(results.libraries.map((one) => one.field))) {
      const rows = document.querySelector(`#${field} table.sortable`)?.querySelectorAll('tbody tr') ?? [];
      const installed = results.libraries.filter((one) => one.field === field && one.install === 'installed');
      expect(rows.length).toBe(installed.length);
    }
  });
});

test('the picture has a band for each number of round trips, and a mark for each library that answers as the others do', async () => {
  const document = await opened(golden.goldenLibraries);
  const node = document.querySelector('#answer .panels .wide svg');
  expect(texts(node?.querySelectorAll('.band-name text') ?? [])).toEqual(['1 round trip']);
  expect(texts(node?.querySelectorAll('.row-name text') ?? []).toSorted()).toEqual(
    ['Postgres.js', 'Prisma', 'pg'].toSorted(),
  );
  expect(node?.querySelectorAll('.mean circle, circle.mean, .mean path').length).toBe(3);
  expect(node?.textContent).toContain('a read by key');
  const python = document.querySelectorAll('#answer .panels .wide svg')[1];
  expect(texts(python?.querySelectorAll('.band-name text') ?? [])).toEqual(['2 round trips', '3 round trips']);
});

test('the picture at the top is not drawn again in its section', async () => {
  const document = await opened(golden.goldenLibraries);
  expect(document.querySelector('#database-read-node-wide-title')?.closest('section')?.id).toBe('answer');
  expect(document.querySelector('#database-profile-node-wide-title')?.closest('section')?.id).toBe('database');
});

test('libraries that share a file have their code once', async () => {
  const document = await opened(golden.goldenLibraries);
  const summaries = texts(document.querySelectorAll('#database .code-files summary'));
  expect(summaries).toContain('SQLAlchemy Core on async psycopg and SQLAlchemy Core on asyncpg in Python');
  expect(summaries.length).toBe(8);
});

test('a run of counts alone has no picture', async () => {
  const document = await opened(golden.goldenCountedLibraries);
  expect(document.querySelectorAll('svg').length).toBe(0);
  expect(document.querySelectorAll('#database table.sortable').length).toBeGreaterThan(4);
});

test('markup in data is shown, not run', async () => {
  const evil = '"><script>alert(1)</script>';
  const results = golden.goldenLibraries();
  for (const library of results.libraries) {
    Object.assign(library, { title: evil, code: evil, versions: { [evil]: evil } });
    for (const one of library.breaks) Object.assign(one, { said: evil, figures: { [evil]: 1 } });
  }
  const page = await renderLibrariesHtml(results);
  expect(parseHTML(page).document.querySelectorAll('script').length).toBe(1);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
