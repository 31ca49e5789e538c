/** The page of tune in a real browser: what it draws, and how it is written again. What holds for every page is in pages.test.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderTuneHtml } from '../../report/tune/html.ts';
import { renderTuneMarkdown } from '../../report/tune/markdown.ts';
import type { TuneResults } from '../../results/schema.ts';
import { readTuneResults } from '../../results/tune-folder.ts';
import * as golden from '../golden/golden-tune.ts';
import { overflow, startBrowser, type TestBrowser } from './browser.ts';
import { coveredTexts } from './drawn-texts.ts';
import { root } from './duet-process.ts';
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

const open = async (results: TuneResults, options: BrowserContextOptions = {}) =>
  browser.open(await renderTuneHtml(results), options);

test('long commands of users do not widen the page', async () => {
  const results = golden.goldenTuneCommand();
  const long = 'a-very-long-command-without-any-space-'.repeat(6);
  results.subject = { kind: 'command', command: long, env: { [long]: long }, request: long };
  results.command = long;
  for (const value of results.recommendation?.values ?? []) Object.assign(value, { name: long, value: long });
  await using report = await open(results, { viewport: { width: 335, height: 900 } });
  expect(await overflow(report.page)).toBe(0);
  await report.page.setViewportSize({ width: 1280, height: 900 });
  expect(await overflow(report.page)).toBe(0);
});

test.each([
  [1280, golden.goldenTune],
  [335, golden.goldenTune],
  [335, golden.goldenTuneNode],
])('no text of a drawing covers another or leaves it at %d px', async (width, build) => {
  await using report = await open(build(), { viewport: { width, height: 900 } });
  for (const drawing of await report.page.locator('figure.chart svg:visible').all()) {
    expect(await coveredTexts(drawing)).toEqual([]);
  }
});

test('a run that was killed has no report, and duet report says why', async () => {
  using place = makePlace();
  writeFileSync(join(place.dir, 'windows.jsonl'), '');
  const { exitCode, stderr } = await one.duet(place, ['report', place.dir]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('tune.json was never written: the run was killed');
});

test('duet report writes the files again, byte for byte, and shows the answer', async () => {
  using place = makePlace();
  const results = golden.goldenTune();
  const file = join(place.dir, 'tune.json');
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  const { exitCode, stdout } = await one.duet(place, ['report', file]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('11 connections per process');
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(results, null, 2)}\n`);
  expect(readFileSync(join(place.dir, 'tune.md'), 'utf8')).toBe(renderTuneMarkdown(results));
  expect(readFileSync(join(place.dir, 'tune.html'), 'utf8')).toBe(await renderTuneHtml(results));
});

test('a file of version 1 is judged anew: too many of its windows are invalid', async () => {
  using place = makePlace();
  const results = JSON.parse(
    readFileSync(join(root, 'harness/tests/golden/pages/tune-version-1.json'), 'utf8'),
  ) as TuneResults;
  const late = [{ rule: 'driver-late', detail: 'it was late' }];
  for (const { windows } of results.search) for (const window of windows) Object.assign(window, { invalid: late });
  const file = join(place.dir, 'tune.json');
  writeFileSync(file, JSON.stringify(results));
  const { exitCode, stdout } = await one.duet(place, ['report', file]);
  expect(exitCode).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain('do not rely on it, and tune again on an idle machine');
  expect(readTuneResults(file)).toMatchObject({ schema_version: 2, trust: { trusted: false, rules: ['driver-late'] } });
});
