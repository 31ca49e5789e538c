/** What each page shows before anybody scrolls: its answer in words, and the picture that it rests on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderBesideHtml } from '../../report/beside/html.ts';
import { renderDiffHtml } from '../../report/diff/html.ts';
import { renderHistoryHtml } from '../../report/history/html.ts';
import { renderLibrariesHtml } from '../../report/libraries/html.ts';
import { renderTuneHtml } from '../../report/tune/html.ts';
import { goldenBeside } from '../golden/golden-beside.ts';
import * as goldenDiffs from '../golden/golden-diff.ts';
import { goldenHistory } from '../golden/golden-history.ts';
import { goldenLibraries } from '../golden/golden-libraries.ts';
import * as goldenTunes from '../golden/golden-tune.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
}, 180_000);

afterAll(() => browser?.close());

/** So much of a picture is enough to see what it shows. */
const SCREENS = [
  { width: 1280, height: 800, seen: 240 },
  { width: 375, height: 812, seen: 120 },
];

type FirstScreen = [name: string, render: () => string | Promise<string>, answer: string, picture: string];

const PAGES: FirstScreen[] = [
  ['a diff', () => renderDiffHtml(goldenDiffs.goldenRegression()), '.verdict-line', '.pairs-table tbody'],
  ['a diff in two stages', () => renderDiffHtml(goldenDiffs.goldenTwoStages()), '.verdict-line', '.pairs-table tbody'],
  ['tune', () => renderTuneHtml(goldenTunes.goldenTune()), '.verdict-line', '#recommendation figure svg:visible'],
  [
    'tune of Node',
    () => renderTuneHtml(goldenTunes.goldenTuneNode()),
    '.verdict-line',
    '#recommendation figure svg:visible',
  ],
  ['a history', () => renderHistoryHtml(goldenHistory()), '.answer-lead', '#newest tbody'],
];

describe.each(PAGES)('%s', (_, render, answer, picture) => {
  test.each(SCREENS)('has its answer and its picture on a screen of $width × $height', async (screen) => {
    const { width, height, seen } = screen;
    await using report = await browser.open(await render(), { viewport: { width, height } });
    const [words, drawn] = await Promise.all(
      [answer, picture].map((selector) => report.page.locator(selector).first().boundingBox()),
    );
    expect((words?.y ?? Number.NaN) + (words?.height ?? Number.NaN)).toBeLessThanOrEqual(height / 2);
    expect((drawn?.y ?? Number.NaN) + Math.min(seen, drawn?.height ?? Number.NaN)).toBeLessThanOrEqual(height);
  });
});

test('two runs have their answer, and the whole picture beside it where there is room', async () => {
  await using report = await browser.open(renderBesideHtml(goldenBeside()), { viewport: { width: 1280, height: 800 } });
  const box = await report.page.locator('.answer-chart svg:visible').boundingBox();
  expect((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)).toBeLessThanOrEqual(900);
});

test('libraries have a sentence for every field and stack, and the picture of the first below them', async () => {
  const page = await renderLibrariesHtml(goldenLibraries());
  await using report = await browser.open(page, { viewport: { width: 1280, height: 800 } });
  const last = await report.page.locator('.library-answers p').last().boundingBox();
  const drawn = await report.page.locator('#answer svg:visible').first().boundingBox();
  expect((last?.y ?? Number.NaN) + (last?.height ?? Number.NaN)).toBeLessThanOrEqual(800);
  expect((drawn?.y ?? Number.NaN) + 160).toBeLessThanOrEqual(800);
});
