/** The outputs over what the gate really says, not over fixtures. */
import { expect, test } from 'vitest';
import { renderDiffHtml } from '../../report/diff/html.ts';
import { renderDiffMarkdown } from '../../report/diff/markdown.ts';
import { renderDiffSummary } from '../../report/diff/terminal.ts';
import { simulateDiff } from '../../tests/simulated/simulated-diff.ts';

test('a slower cell among twelve is what every output begins with', async () => {
  const results = simulateDiff({ ratios: { cpu: 1.1 }, sd: 0.01, seed: 3 });
  const [row] = results.rows;
  expect(row).toMatchObject({ verdict: 'regression', pattern: 'parallel', stack: 'node' });
  const [, firstRow = ''] = renderDiffMarkdown(results).split('| --- | --- | ---: | ---: | ---: | --- |\n');
  expect(firstRow).toMatch(
    /^\| parallel, Node, after \| CPU time of the service per request \|.*\*\*regression\*\* \|/,
  );
  const summary = renderDiffSummary(results, { color: false, width: 140 });
  expect(summary).toMatch(/^FAIL: regression\nparallel, Node, after: CPU time of the service per request rose/);
  const page = await renderDiffHtml(results);
  expect(page.match(/<circle class="fresh"/g)?.length).toBeGreaterThanOrEqual(4 * 12);
});

test('twelve quiet cells fit into a comment whole', () => {
  const page = renderDiffMarkdown(simulateDiff({ sd: 0.01, seed: 3 }));
  expect(page).toMatch(/^# duet diff: \*\*(PASS|INCONCLUSIVE)/);
  expect(page).not.toContain('too long');
});
