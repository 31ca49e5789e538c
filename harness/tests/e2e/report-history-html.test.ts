/** The page of a history of several services in a real browser: how it is filtered and sorted. What holds for every page is in pages.test.ts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trendViews } from '../../compare/trends.ts';
import { renderServicesHtml } from '../../report/history/services/html.ts';
import { goldenEntry } from '../golden/golden-history.ts';
import { historyOf } from '../golden/history-of.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
}, 180_000);

afterAll(() => browser?.close());

const SERVICES = ['orders', 'users'];
const nights = Array.from({ length: 10 }, (_, at) => ({
  ...goldenEntry(),
  run: `${at}`,
  service: SERVICES[at % 2] as string,
  finished_at: new Date(Date.UTC(2026, 0, 1 + at)).toISOString(),
}));

test('rows stay that have all words of the filter, in either case, and headings sort those', async () => {
  await using report = await browser.open(renderServicesHtml(trendViews(historyOf(nights))));
  const rows = report.page.locator('#services tbody tr:visible');
  const field = report.page.getByRole('searchbox', { name: 'Filter the rows of the table' });
  expect(await rows.count()).toBe(24);
  await field.fill('ORDERS pooling');
  expect(await rows.count()).toBe(2);
  await report.page.locator('#services thead button').nth(2).click();
  expect(await rows.count()).toBe(2);
  await field.fill('orders no such thing');
  expect(await rows.count()).toBe(0);
  await field.fill('');
  expect(await rows.count()).toBe(24);
  expect(report.complaints).toEqual([]);
});
