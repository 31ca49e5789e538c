/** The page of libraries in a real browser: what it draws and how it sorts; and how it is written again. What holds for every page is in pages.test.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderLibrariesHtml } from '../../report/libraries/html.ts';
import { renderLibrariesMarkdown } from '../../report/libraries/markdown.ts';
import { goldenLibraries, goldenManyLibraries } from '../golden/golden-libraries.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { coveredTexts } from './drawn-texts.ts';
import { type OneProcess, startOne } from './one-process.ts';
import { makePlace } from './place.ts';

let browser: TestBrowser;
let one: OneProcess;

beforeAll(async () => {
  one = startOne();
  browser = await startBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  one?.[Symbol.dispose]();
});

const page = renderLibrariesHtml(goldenLibraries());

/** The table of all libraries of a field: the sortable one that stands first in its section. */
const tableOf = (opened: Page, field: string) => opened.locator(`#${field} table.sortable`).first();

async function columnOf(opened: Page, field: string, column: number): Promise<string[]> {
  const cells = await tableOf(opened, field).locator(`tbody tr > :nth-child(${column})`).allTextContents();
  return cells.map((text) => text.trim());
}

test('a heading sorts its column by numbers, upwards and then downwards, and says so', async () => {
  await using report = await browser.open(await page);
  const heading = tableOf(report.page, 'database').getByRole('columnheader', { name: 'CPU, read' });
  const button = heading.getByRole('button');
  expect(await heading.getAttribute('aria-sort')).toBeNull();
  await button.click();
  expect(await heading.getAttribute('aria-sort')).toBe('ascending');
  const upwards = (await columnOf(report.page, 'database', 4)).map(Number.parseFloat);
  expect(upwards).toEqual(upwards.toSorted((less, more) => less - more));
  expect(new Set(upwards).size).toBeGreaterThan(4);
  await button.press('Enter');
  expect(await heading.getAttribute('aria-sort')).toBe('descending');
  expect((await columnOf(report.page, 'database', 4)).map(Number.parseFloat)).toEqual(upwards.toReversed());
  expect(report.complaints).toEqual([]);
});

test('memory is sorted by bytes and not by its text, names by their letters, and one column at a time is marked', async () => {
  await using report = await browser.open(await page);
  const press = (name: string) =>
    tableOf(report.page, 'streaming').getByRole('columnheader', { name }).getByRole('button').click();
  await press('peak memory');
  await press('peak memory');
  expect(await columnOf(report.page, 'streaming', 1)).toEqual([
    'Polars',
    'Papa Parse',
    'stream and split',
    'text lines',
  ]);
  await press('library');
  expect(await columnOf(report.page, 'streaming', 1)).toEqual([
    'Papa Parse',
    'Polars',
    'stream and split',
    'text lines',
  ]);
  expect(await tableOf(report.page, 'streaming').locator('[aria-sort]').count()).toBe(1);
});

test('without a script the tables are there in their order, and nothing offers to sort', async () => {
  await using report = await browser.open(await page, { javaScriptEnabled: false });
  expect((await columnOf(report.page, 'database', 1)).slice(0, 3)).toEqual(['pg', 'Postgres.js', 'Prisma']);
  expect(await report.page.getByRole('button').count()).toBe(0);
});

test.each([1280, 375])('no text of a picture covers another or leaves it at %d px', async (width) => {
  await using report = await browser.open(await renderLibrariesHtml(goldenManyLibraries()), {
    viewport: { width, height: 900 },
  });
  const drawings = await report.page.locator('figure.chart svg:visible').all();
  // Both stacks of every field; the other operations are folded.
  expect(drawings.length).toBe(2 * 5);
  for (const drawing of drawings) expect(await coveredTexts(drawing)).toEqual([]);
});

test('the names of the libraries stay in sight while the numbers scroll', async () => {
  await using report = await browser.open(await page, { viewport: { width: 375, height: 800 } });
  const scroll = report.page.locator('#database .scroll').first();
  const name = scroll.getByRole('rowheader', { name: 'Prisma' });
  const before = await name.boundingBox();
  await scroll.evaluate((element) => element.scrollBy(300, 0));
  expect(await scroll.evaluate((element) => element.scrollLeft)).toBeGreaterThan(200);
  expect((await name.boundingBox())?.x).toBe(before?.x);
});

test('duet report writes the files again, byte for byte, and shows what was found', async () => {
  using place = makePlace();
  const results = goldenLibraries();
  const file = join(place.dir, 'libraries.json');
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  for (const given of [file, place.dir]) {
    const { exitCode, stdout } = await one.duet(place, ['report', given]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Which library in the pattern?');
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(results, null, 2)}\n`);
    expect(readFileSync(join(place.dir, 'libraries.md'), 'utf8')).toBe(renderLibrariesMarkdown(results));
    expect(readFileSync(join(place.dir, 'libraries.html'), 'utf8')).toBe(await page);
  }
});

test('a libraries.json of another kind is refused', async () => {
  using place = makePlace();
  const file = join(place.dir, 'libraries.json');
  writeFileSync(file, '{"schema":"duet-results","schema_version":2}');
  const { exitCode, stderr } = await one.duet(place, ['report', file]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('libraries.json is not a duet-libraries document');
});
