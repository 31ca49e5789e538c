import { expect, test } from 'vitest';
import * as golden from '../../tests/golden/golden-diff.ts';
import { renderDiffHtml } from './html.ts';

const circles = (page: string) => page.match(/<circle class="fresh"/g)?.length ?? 0;

test('the same results give the same bytes', async () => {
  expect(await renderDiffHtml(golden.goldenRegression())).toBe(await renderDiffHtml(golden.goldenRegression()));
});

test('the page refers to nothing outside itself', async () => {
  const page = await renderDiffHtml(golden.goldenOneSided());
  expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
  expect(page).not.toMatch(/url\(|@import|<script/);
});

test('every pair is drawn, and those of the control', async () => {
  const results = golden.goldenRegression();
  const page = await renderDiffHtml(results);
  const timed = results.rows.filter(({ metric }) => metric.kind !== 'count');
  expect(page.match(/<circle class="fresh"/g)).toHaveLength(2 * 8 + 6 * (timed.length - 2));
  expect(page.match(/<circle class="screening"/g)).toHaveLength(5 * results.controls.length);
  expect(page).toContain('a block of both sides');
});

test('of two stages every pair is drawn: of screening, and fresh ones where there are some', async () => {
  const results = golden.goldenTwoStages();
  const page = await renderDiffHtml(results);
  const timed = results.rows.filter(({ metric }) => metric.kind !== 'count');
  expect(page.match(/<circle class="screening"/g)).toHaveLength(
    8 + 6 * (timed.length - 2) + 5 * results.controls.length,
  );
  expect(page.match(/<circle class="fresh"/g)).toHaveLength(8);
  expect(page.match(/<circle class="estimate"/g)).toHaveLength(timed.length + results.controls.length);
  expect(page.match(/<rect class="within"/g)).toHaveLength(timed.length);
});

test('a block without a partner is not drawn', async () => {
  const results = golden.goldenRegression();
  const [row] = results.rows;
  const before = await renderDiffHtml(results);
  row?.blocks?.head.pop();
  expect(circles(await renderDiffHtml(results))).toBe(circles(before) - 1);
});

test('what lies beyond the axis is an arrow at its edge', async () => {
  const results = golden.goldenRegression();
  const [row] = results.rows;
  const before = await renderDiffHtml(results);
  row?.blocks?.head.splice(0, 1, 100 * (row.blocks.base[0] as number));
  const page = await renderDiffHtml(results);
  expect(page).toContain('<svg class="beyond" x="98%"');
  expect(circles(page)).toBe(circles(before) - 1);
});

test('a diff of counts has no key to marks that it does not have', async () => {
  expect(await renderDiffHtml(golden.goldenCounts())).not.toContain('<ul class="key">');
});

test.each(Object.entries(golden))('%s has its verdict and its ending', async (_, build) => {
  const results = build();
  const page = await renderDiffHtml(results);
  expect(page).toContain('class="verdict-line');
  expect(page).toContain('<h2>Sides and environment</h2>');
});

test('markup in data is shown, not run', async () => {
  const results = golden.goldenOneSided();
  const evil = '"><script>alert(1)</script>';
  results.run.sides.head.given = evil;
  results.why = { code: 'stored', text: evil };
  for (const row of results.rows) Object.assign(row, { variant: evil, why: { code: 'stored', text: evil } });
  const page = await renderDiffHtml(results);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
