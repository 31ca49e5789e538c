/**
 * The picture of the report on the front page, harness/docs/report.png: a run's report.html in Chromium, of which the
 * first screen is left.
 *
 *   draw-report.ts [out/<run-id>]      the newest run when none is named
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { EXIT } from '../errors.ts';
import { ensureChromium } from './chromium.ts';
import { root } from './docs/pages.ts';

const PICTURE = path.join(root, 'harness/docs/report.png');
/** Narrower windows show the picture below the sentences. */
const WIDTH = 1_280;
const LEFT_OUT = ['.contents', '#answer > details', 'section:not(#answer)', 'main ~ *'];

const report = path.resolve(process.argv[2] ?? 'out/latest', 'report.html');
if (!existsSync(report)) {
  console.error(`duet: there is no ${report}. Fix: make compare, or name the folder of a run`);
  process.exit(EXIT.environment);
}

const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 400 },
    colorScheme: 'light',
    bypassCSP: true,
  });
  await page.goto(pathToFileURL(report).href);
  // It waits for the chart: a picture of a run that measured nothing would not show what a report has.
  await page.locator('#answer figure').first().waitFor();
  await page.addStyleTag({ content: `${LEFT_OUT.join(', ')} { display: none }` });
  await page.screenshot({ path: PICTURE, fullPage: true });
} finally {
  await browser.close();
}
console.log(path.relative('', PICTURE));
