/** What only a reader's service has, in every output: growth in bytes, counts that drift, requests in a mix. */
import { expect, test } from 'vitest';
import { judgeDiff } from '../../diff/judge-diff.ts';
import type { DiffResults } from '../../results/schema.ts';
import { END } from '../../tests/simulated/simulated-diff.ts';
import { growingHeader, growingSamples } from '../../tests/simulated/simulated-growth.ts';
import { renderDiffHtml } from './html.ts';
import { renderDiffJunit } from './junit.ts';
import { renderDiffMarkdown } from './markdown.ts';
import { whyText } from './sentences.ts';
import { renderDiffSummary } from './terminal.ts';
import { wayLines } from './ways.ts';

const LEAK = { label: { leak: 32_768 } };
const samples = growingSamples({ blocks: 5, head: LEAK, sd: 1e6 });

/** A leak of the one request, and a count of the other that drifts, of which there is a mix. */
function leaking(): DiffResults {
  const header = growingHeader();
  const health = { pattern: 'request' as const, stack: 'service' as const, variant: 'health' };
  const passes = (counts: number[]) => [
    ...header.inspections.base.filter(({ variant }) => variant !== 'health'),
    ...counts.map((sessions) => ({
      ...health,
      inspection: { requests: 10, how: '10 requests', counts: { sessions } },
    })),
  ];
  header.inspections = { base: passes([1, 2]), head: passes([1, 1]) };
  header.service?.requests.push({
    ...{ name: 'mixed-load', request: 'label × 3, health × 1', headers: {}, thresholds: {} },
    mix: { label: 3, health: 1 },
  });
  return judgeDiff(header, samples, END);
}

const REGRESSION =
  /label: memory growth per 1,000 requests rose from −?\d.* to 3\d\.\d MB \(\+3\d\.\d MB, threshold ±1\.67 MB\)/;

test('a leak is named with its bytes', () => {
  const results = leaking();
  expect(whyText(results)).toMatch(REGRESSION);
  expect(renderDiffSummary(results, { color: false, width: 200 })).toMatch(REGRESSION);
  expect(renderDiffJunit(results)).toMatch(/B on base, 3\d\.\d MB on head, \+3\d\.\d MB/);
});

test('its row has them, too, and the line that accepts it', () => {
  const page = renderDiffMarkdown(leaking());
  expect(page).toMatch(/\| label \| memory growth per 1,000 requests \| [^|]* → 3\d\.\d MB \| \+3\d\.\d MB<br>/);
  expect(page).toMatch(/^label: growth \+3\d\.\d MB$/m);
  expect(page).toContain('Counts, CPU and memory growth are primary');
});

test('its blocks are no ratios, and are not drawn as such', async () => {
  const page = await renderDiffHtml(leaking());
  expect(page).toMatch(/<small>\+3\d\.\d MB, \+3\d\.\d MB/);
  expect(page).not.toContain('NaN');
});

test('a count that drifts is named, with what was seen and what can be done', () => {
  const text = whyText(leaking());
  expect(text).toContain('health: new sessions per request (base 1, 2; head 1, 1)');
  expect(text).toContain('`{n}`');
});

test('growth that is left undecided is named with its interval, and counted among nothing that stayed', () => {
  const undecided = judgeDiff(growingHeader(), growingSamples({ blocks: 6, sd: 40e6 }), END);
  expect(renderDiffSummary(undecided, { color: false, width: 200 })).toContain('PASS: no change');
  const text = whyText(undecided);
  expect(text).not.toContain('more memory behind');
  expect(text).toMatch(
    /Left out without --fail-on inconclusive: \w+: memory growth per 1,000 requests is .* MB \(.*\), and that is inconclusive: 6 blocks show neither a change nor that it is inside ±1\.67 MB; and 1 more\./,
  );
});

test('a mix says what it is of', () => {
  expect(renderDiffMarkdown(leaking())).toContain('mixed-load (label × 3, health × 1)');
});

test('of two ways growth is said of both', () => {
  const results = leaking();
  results.run.service = { name: 'labels', requests: [], ways: { a: 'as it is', b: 'KEEP=1' } };
  expect(wayLines(results)).toContainEqual(
    expect.stringMatching(/^label: b grows by 3\d\.\d MB per 1,000 requests, a by −?[\d.]+ [kM]?B$/),
  );
});
