/** A real browser that opens a page from a file, without a network, and tells what went wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContextOptions, type ConsoleMessage, chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../../tasks/chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const CHROMIUM_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const DESKTOP = { width: 1280, height: 900 };

/** Starting it may install it: give the hook three minutes. */
export async function startBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'duet-report-'));
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });

  const newPage = async (options: BrowserContextOptions) => (await browser.newContext(options)).newPage();
  /** A tab that shows nothing, by its options. The next page in it takes half the work of one in a tab of its own. */
  const idle = new Map<string, Page>();

  /** Writes the page to a file, opens it and collects its requests and complaints. */
  async function open(html: string, { viewport = DESKTOP, ...options }: BrowserContextOptions = {}) {
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    const kind = JSON.stringify(options);
    const page = idle.get(kind) ?? (await newPage(options));
    idle.delete(kind);
    if (viewport !== null) await page.setViewportSize(viewport);
    const requests: string[] = [];
    const complaints: string[] = [];
    const onConsole = (message: ConsoleMessage) => complaints.push(message.text());
    const onError = (error: Error) => complaints.push(error.message);
    await page.route('**/*', (route) => {
      requests.push(route.request().url());
      return route.request().url() === url ? route.continue() : route.abort();
    });
    page.on('console', onConsole).on('pageerror', onError);
    await page.goto(url);
    const leave = async () => {
      page.off('console', onConsole).off('pageerror', onError);
      await page.unrouteAll();
      await page.emulateMedia({ colorScheme: null, media: null });
      await page.goto('about:blank');
      idle.set(kind, page);
    };
    return { page, url, requests, complaints, [Symbol.asyncDispose]: leave };
  }

  async function close(): Promise<void> {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }

  return { open, close };
}

export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;

/** By how many pixels a page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
}

/**
 * All rules, but nothing is told of what passes them: the paths to every element that passed took axe longer than the rules.
 */
const ONLY_VIOLATIONS = { resultTypes: ['violations'], selectors: false };

/** What axe finds wrong, in words. The page must have been opened with `bypassCSP`. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.addScriptTag({ content: AXE });
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(ONLY_VIOLATIONS)})`)) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}
