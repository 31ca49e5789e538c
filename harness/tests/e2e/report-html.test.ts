/** The report in a real browser: charts, tables and code, on small screens, in dark mode and on paper. What holds for every page is in pages.test.ts. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../report/compare/html.ts';
import { PATTERNS } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial } from '../golden/golden.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
}, 180_000);

afterAll(() => browser?.close());

/** Rendered once for all tests. */
const complete = renderHtml(golden());
const openComplete = async (options: BrowserContextOptions = {}) => browser.open(await complete, options);

/** The patterns whose chart can be seen: drawn, with a mean per measured cell and a name for screen readers. */
async function visibleCharts(page: Page): Promise<Record<string, number>> {
  const charts: Record<string, number> = {};
  for (const figure of await page.locator('figure[data-chart]').all()) {
    const image = figure.locator('svg[role="img"]:visible');
    if ((await image.count()) !== 1) continue;
    const labels = (await image.getAttribute('aria-labelledby'))?.split(' ') ?? [];
    const texts = await Promise.all(labels.map((id) => page.locator(`[id="${id}"]`).textContent()));
    const box = await image.boundingBox();
    if (texts.length !== 2 || !texts.every(Boolean) || !box || box.width < 300 || box.height < 100) continue;
    charts[(await figure.getAttribute('data-chart')) ?? ''] = await image.locator('.mean circle:visible').count();
  }
  return charts;
}

async function colors(page: Page): Promise<string[]> {
  const read = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => element.ownerDocument.defaultView.getComputedStyle(element)[name], property);
  return [
    await read('body', 'backgroundColor'),
    await read('body', 'color'),
    await read('.plot:visible .mean', 'fill'),
    await read('.code .line span', 'color'),
  ];
}

const EXPECTED_MEANS = { parallel: 4, streaming: 4, workers: 6, batching: 4, pooling: 4 };

describe('the complete report', () => {
  test.each([1280, 375])('shows every chart at %d px, and a missing one is noticed', async (width) => {
    await using report = await openComplete({ viewport: { width, height: 900 } });
    expect(await visibleCharts(report.page)).toEqual(EXPECTED_MEANS);
    await report.page.locator('#workers svg').evaluateAll((charts) => {
      for (const chart of charts) chart.remove();
    });
    expect(Object.keys(await visibleCharts(report.page))).toEqual(PATTERNS.filter((name) => name !== 'workers'));
  });

  test.each([1280, 335])('draws the latencies of every cell at %d px, each line named', async (width) => {
    await using report = await openComplete({ viewport: { width, height: 900 } });
    const names: Record<string, number> = {};
    for (const pattern of ['parallel', 'workers', 'pooling']) {
      const drawings = report.page.locator(`#${pattern} .percentiles`);
      names[pattern] = await drawings.locator('svg:visible .line-name text').count();
      expect(await drawings.locator('svg:visible .line path').count()).toBe(names[pattern]);
    }
    expect(names).toEqual({ parallel: 4, workers: 6, pooling: 8 });
  });

  test.each([1280, 375])('draws one request of every cell over time at %d px, on one axis', async (width) => {
    await using report = await openComplete({ viewport: { width, height: 900 } });
    const drawn: Record<string, [heads: number, bars: number, lines: number, dots: number]> = {};
    for (const pattern of PATTERNS) {
      const svg = report.page.locator(`#${pattern} .timeline svg:visible`);
      expect(await svg.count()).toBe(1);
      const counted = ['.stack-name text', '.bar rect', '.line path', '.end circle'].map((mark) =>
        svg.locator(mark).count(),
      );
      drawn[pattern] = (await Promise.all(counted)) as (typeof drawn)[string];
    }
    expect(drawn).toEqual({
      // Three queries in each cell; in Python a BEGIN before those of a connection.
      parallel: [4, 4 * 3 + 1 + 3, 0, 0],
      streaming: [4, 0, 8, 0],
      workers: [6, 0, 0, 6 * 37],
      batching: [4, 2 * (24 + 2), 0, 0],
      pooling: [4, 4 + 1 + 8 + 3, 0, 0],
    });
  });

  test('has the panels of the stacks side by side where there is room, and below each other where not', async () => {
    await using report = await openComplete();
    const heads = async () => {
      const all = await report.page.locator('#parallel .timeline svg:visible .stack-name text').all();
      return Promise.all(all.map((head) => head.boundingBox()));
    };
    const [node, , python] = await heads();
    expect(node?.y).toBe(python?.y);
    await report.page.setViewportSize({ width: 375, height: 800 });
    const narrow = await heads();
    expect(new Set(narrow.map((head) => head?.x)).size).toBe(1);
    expect(narrow.map((head) => head?.y)).toEqual(narrow.map((head) => head?.y).toSorted((a = 0, b = 0) => a - b));
  });

  test('keeps the labels of a wide table in sight on a small screen', async () => {
    await using report = await openComplete({ viewport: { width: 335, height: 800 } });
    const table = report.page.locator('#workers .scroll:has(.cells)');
    const label = table.getByRole('rowheader', { name: 'p99' });
    const before = await label.boundingBox();
    await table.evaluate((element) => element.scrollBy(200, 0));
    expect((await label.boundingBox())?.x).toBe(before?.x);
    expect(await table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(100);
  });

  test('has one h1 and skips no level of heading', async () => {
    await using report = await openComplete();
    const levels = await report.page
      .locator('h1, h2, h3, h4')
      .evaluateAll((headings) => headings.map((heading: { tagName: string }) => Number(heading.tagName[1])));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => {
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    });
  });

  test('every table has a caption and headers', async () => {
    await using report = await openComplete();
    const tables = await report.page.locator('table').all();
    const ofRun = ['first screen', 'summary', 'parity', 'sizes', 'validity', 'other ways of pooling'];
    const ofPattern = ['numbers', 'how sure', 'per cell', 'blocks', 'timeline'];
    const ofLatencies = await report.page.locator('figure.percentiles').count();
    expect(tables.length).toBe(ofRun.length + PATTERNS.length * ofPattern.length + ofLatencies);
    for (const table of tables) {
      expect(await table.locator('caption').textContent()).not.toBe('');
      expect(await table.locator('thead th[scope="col"]').count()).toBeGreaterThan(1);
      expect(await table.locator('tbody tr:not(:has(th[scope="row"], th[scope="rowgroup"]))').count()).toBe(0);
    }
  });

  test('shows the code of both stacks side by side, and stacked on a small screen', async () => {
    await using report = await openComplete();
    const boxes = async () =>
      Promise.all(
        (await report.page.locator('#parallel .pair').first().locator('figure').all()).map((each) =>
          each.boundingBox(),
        ),
      );
    const [left, right] = await boxes();
    expect(left?.y).toBe(right?.y);
    await report.page.setViewportSize({ width: 375, height: 800 });
    expect(await report.page.locator('#parallel .pair').first().isVisible()).toBe(false);
    await report.page.locator('#parallel .folds summary').first().click();
    const [upper, lower] = await boxes();
    expect(upper?.x).toBe(lower?.x);
  });

  test('wraps long lines of code on a small screen', async () => {
    await using report = await openComplete({ viewport: { width: 335, height: 800 } });
    await report.page.locator('#workers .folds summary').first().click();
    for (const block of await report.page.locator('#workers .folds[open] .code').all()) {
      expect(await block.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    }
  });

  test('keeps its contents in sight, and leads to a part below them', async () => {
    await using report = await openComplete({ viewport: { width: 375, height: 800 } });
    const contents = report.page.getByRole('navigation', { name: 'Parts of this page' });
    await contents.getByRole('link', { name: 'Method' }).click();
    const [line, heading] = await Promise.all([
      contents.boundingBox(),
      report.page.getByRole('heading', { name: 'How it was measured' }).boundingBox(),
    ]);
    expect(line?.y).toBe(0);
    expect(heading?.y).toBeGreaterThanOrEqual(line?.height ?? Number.POSITIVE_INFINITY);
  });

  test('copies the data of a chart, and offers nothing of it without scripts', async () => {
    await using report = await openComplete({ permissions: ['clipboard-read', 'clipboard-write'] });
    await report.page.getByText('The same as a table').click();
    await report.page.locator('#answer').getByRole('button', { name: 'Copy as CSV' }).click();
    await report.page.getByText('Copied.').waitFor();
    const copied = await report.page.evaluate('navigator.clipboard.readText()');
    expect(copied).toMatch(/^pattern,stack,variant,metric,gain,/);
    expect(report.complaints).toEqual([]);
    await using silent = await openComplete({ javaScriptEnabled: false });
    expect(await silent.page.getByRole('button').count()).toBe(0);
  });

  test('has the picture of all gains beside its sentences where there is room, and below them where not', async () => {
    await using report = await openComplete();
    const boxes = async () => [
      await report.page.locator('.answers').boundingBox(),
      await report.page.locator('.answer-chart').boundingBox(),
    ];
    const [left, right] = await boxes();
    expect(left?.y).toBe(right?.y);
    await report.page.setViewportSize({ width: 375, height: 800 });
    const [upper, lower] = await boxes();
    expect(lower?.y).toBeGreaterThan((upper?.y ?? 0) + (upper?.height ?? 0));
  });

  test('changes its colours in dark mode and prints in light ones', async () => {
    await using light = await openComplete({ colorScheme: 'light' });
    const inLight = await colors(light.page);
    await using dark = await openComplete({ colorScheme: 'dark' });
    const inDark = await colors(dark.page);
    inLight.forEach((color, index) => {
      expect(inDark[index]).not.toBe(color);
    });
    await dark.page.emulateMedia({ media: 'print' });
    expect(await colors(dark.page)).toEqual(inLight);
    expect(await dark.page.locator('.skip').isVisible()).toBe(false);
    expect((await dark.page.pdf()).byteLength).toBeGreaterThan(10_000);
  });
});

describe.each([
  ['complete', golden()],
  ['partial', goldenPartial()],
  ['failed', goldenFailure('<script>document.title = "run"</script>')],
])('the %s report', (_, results) => {
  test('runs no markup from its data', async () => {
    await using report = await browser.open(await renderHtml(results));
    expect(report.complaints).toEqual([]);
    expect(await report.page.title()).toBe(`Five backend optimizations in two stacks: ${results.run.id}`);
  });
});
