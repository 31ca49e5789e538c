/** Every page that duet writes, in a real browser: complete, offline, readable at every width and in both schemes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyEntryOf } from '../../compare/history-entry.ts';
import { trendViews } from '../../compare/trends.ts';
import { renderBesideHtml } from '../../report/beside/html.ts';
import { renderHtml } from '../../report/compare/html.ts';
import { renderDiffHtml } from '../../report/diff/html.ts';
import { renderHistoryHtml } from '../../report/history/html.ts';
import { renderServicesHtml } from '../../report/history/services/html.ts';
import { renderImportHtml } from '../../report/import/html.ts';
import { renderLibrariesHtml } from '../../report/libraries/html.ts';
import { renderTrapsHtml } from '../../report/traps/html.ts';
import { renderTuneHtml } from '../../report/tune/html.ts';
import type { TrendView } from '../../results/trends.ts';
import { golden, goldenFailure, goldenPartial } from '../golden/golden.ts';
import { goldenBeside, goldenBesideUnfair } from '../golden/golden-beside.ts';
import * as goldenDiffs from '../golden/golden-diff.ts';
import * as goldenImports from '../golden/golden-import.ts';
import * as goldenLibraryRuns from '../golden/golden-libraries.ts';
import { goldenTraps } from '../golden/golden-traps.ts';
import * as goldenTunes from '../golden/golden-tune.ts';
import { historyOf } from '../golden/history-of.ts';
import { axeFindings, overflow, startBrowser, type TestBrowser } from './browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
}, 180_000);

afterAll(() => browser?.close());

/** Four nights, the third on another machine, the last measured differently. */
function renderHistory(services: readonly string[] = []): string {
  const entry = historyEntryOf(golden());
  const nights = [1, 2, 3, 4].map((day) => ({
    ...entry,
    ...(services.length === 0 ? {} : { service: services[day % services.length] as string }),
    run: `2026010${day}-020000-quick-0001`,
    finished_at: `2026-01-0${day}T02:00:00.000Z`,
    ...(day >= 3 ? { fingerprint: 'another', machine: 'Other <b>CPU</b>' } : {}),
    ...(day === 4 ? { method: 'another' } : {}),
  }));
  const views = trendViews(historyOf(nights));
  return services.length === 0 ? renderHistoryHtml(views[0] as TrendView) : renderServicesHtml(views);
}

type NamedPage = [name: string, render: () => string | Promise<string>];

const rendered = new Map<string, string>();
/** Rendered once for all tests. */
async function htmlOf([name, render]: NamedPage): Promise<string> {
  const html = rendered.get(name) ?? (await render());
  rendered.set(name, html);
  return html;
}

const PAGES: NamedPage[] = [
  ['the report', () => renderHtml(golden())],
  ['the report of a partial run', () => renderHtml(goldenPartial())],
  ['the report of a failed run', () => renderHtml(goldenFailure('<script>document.title = "run"</script>'))],
  ...Object.entries(goldenDiffs).map(([name, build]): NamedPage => [`diff, ${name}`, () => renderDiffHtml(build())]),
  ...Object.entries(goldenTunes).map(([name, build]): NamedPage => [`tune, ${name}`, () => renderTuneHtml(build())]),
  ['the history', () => renderHistory()],
  ['the history of several services', () => renderHistory(['orders', '<b>users</b>'])],
  ['two runs', () => renderBesideHtml(goldenBeside())],
  ['two runs that are unlike', () => renderBesideHtml(goldenBesideUnfair())],
  ['the traps', () => renderTrapsHtml(goldenTraps())],
  ...Object.entries(goldenImports).map(([name, build]): NamedPage => [name, () => renderImportHtml(build())]),
  ...Object.entries(goldenLibraryRuns).map(([name, build]): NamedPage => [name, () => renderLibrariesHtml(build())]),
];

describe.each(PAGES)('%s', (...page) => {
  test('asks for nothing but itself, has no complaints, and does not scroll sideways', async () => {
    await using report = await browser.open(await htmlOf(page));
    expect(report.requests).toEqual([report.url]);
    expect(report.complaints).toEqual([]);
    for (const width of [1280, 768, 375, 335]) {
      await report.page.setViewportSize({ width, height: 900 });
      expect(await overflow(report.page), `${width} px`).toBe(0);
    }
  });
});

const SHOWING_MOST = [
  'the report',
  'diff, goldenRegression',
  'diff, goldenOneSided',
  'tune, goldenTune',
  'the history',
  'the history of several services',
  'two runs',
  'the traps',
  'goldenLibraries',
];

describe.each(PAGES.filter(([name]) => SHOWING_MOST.includes(name)))('%s', (...page) => {
  test('has nothing that axe finds, in light or dark, wide or narrow', async () => {
    await using report = await browser.open(await htmlOf(page), { bypassCSP: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await report.page.emulateMedia({ colorScheme });
      for (const width of [1280, 375]) {
        await report.page.setViewportSize({ width, height: 900 });
        expect(await axeFindings(report.page), `${colorScheme}, ${width} px`).toEqual([]);
      }
    }
  });
});
