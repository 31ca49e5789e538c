/** The page of a diff in a real browser: what it draws. What holds for every page is in pages.test.ts. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderDiffHtml } from '../../report/diff/html.ts';
import type { DiffResults } from '../../results/schema.ts';
import * as golden from '../golden/golden-diff.ts';
import { overflow, startBrowser, type TestBrowser } from './browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
}, 180_000);

afterAll(() => browser?.close());

const open = async (results: DiffResults, options: BrowserContextOptions = {}) =>
  browser.open(await renderDiffHtml(results), options);

const centreOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).first().boundingBox();
  return (box?.x ?? Number.NaN) + (box?.width ?? Number.NaN) / 2;
};

test.each([1280, 335])(
  'draws a slowdown to the right of the zero line and outside the band at %d px',
  async (width) => {
    await using report = await open(golden.goldenRegression(), { viewport: { width, height: 900 } });
    const strip = report.page.locator('svg.strip:visible').first();
    const band = await strip.locator('.within').boundingBox();
    const estimate = await centreOf(report.page, 'svg.strip:visible .estimate');
    const zero = await centreOf(report.page, 'svg.strip:visible .zero');
    expect(zero).toBeGreaterThan(band?.x ?? Number.NaN);
    expect(estimate).toBeGreaterThan((band?.x ?? Number.NaN) + (band?.width ?? Number.NaN));
    expect(await strip.locator('.fresh:visible').count()).toBe(8);
  },
);

test('long names of users do not widen the page', async () => {
  const results = golden.goldenOneSided();
  const long = 'a-very-long-branch-name-without-any-space-'.repeat(6);
  results.why = { code: 'stored', text: long };
  results.run.sides.head.given = results.run.command = long;
  for (const row of results.rows) Object.assign(row, { variant: long, why: { code: 'stored', text: long } });
  await using report = await open(results, { viewport: { width: 335, height: 900 } });
  expect(await overflow(report.page)).toBe(0);
  await report.page.setViewportSize({ width: 1280, height: 900 });
  expect(await overflow(report.page)).toBe(0);
});
