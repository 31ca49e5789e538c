/** The page of a diff in a real browser: complete, offline, readable at every width and in both schemes. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderDiffHtml } from '../../report/diff/html.ts';
import * as golden from '../../report/diff/testing/golden-diff.ts';
import type { DiffResults } from '../../results/schema.ts';
import { axeFindings, overflow, startBrowser, type TestBrowser } from './browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
}, 180_000);

afterAll(() => browser?.close());

const open = async (results: DiffResults, options: BrowserContextOptions = {}) =>
  browser.open(await renderDiffHtml(results), options);

test('asks for nothing but itself and has no complaints', async () => {
  await using report = await open(golden.goldenRegression());
  expect(report.requests).toEqual([report.url]);
  expect(report.complaints).toEqual([]);
});

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
    expect(await strip.locator('.screening:visible').count()).toBe(5);
    expect(await strip.locator('.fresh:visible').count()).toBe(12);
  },
);

test.each(['light', 'dark'] as const)(
  'axe finds nothing in %s, wide or narrow',
  async (colorScheme) => {
    for (const results of [golden.goldenRegression(), golden.goldenOneSided()]) {
      for (const width of [1280, 375]) {
        await using report = await open(results, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        expect(await axeFindings(report.page)).toEqual([]);
      }
    }
  },
  60_000,
);

describe.each(Object.entries(golden))('%s', (_, build) => {
  test('does not scroll sideways', async () => {
    await using report = await open(build());
    for (const width of [1280, 768, 335]) {
      await report.page.setViewportSize({ width, height: 900 });
      expect(await overflow(report.page)).toBe(0);
    }
  });
});

test('long names of users do not widen the page', async () => {
  const results = golden.goldenOneSided();
  const long = 'a-very-long-branch-name-without-any-space-'.repeat(6);
  results.why = results.run.sides.head.given = results.run.command = long;
  for (const row of results.rows) Object.assign(row, { variant: long, why: long });
  await using report = await open(results, { viewport: { width: 335, height: 900 } });
  expect(await overflow(report.page)).toBe(0);
  await report.page.setViewportSize({ width: 1280, height: 900 });
  expect(await overflow(report.page)).toBe(0);
});
