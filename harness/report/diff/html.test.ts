import { expect, test } from 'vitest';
import { renderDiffHtml } from './html.ts';
import * as golden from './testing/golden-diff.ts';

test('the same results give the same bytes', async () => {
  expect(await renderDiffHtml(golden.goldenRegression())).toBe(await renderDiffHtml(golden.goldenRegression()));
});

test('the page refers to nothing outside itself', async () => {
  const page = await renderDiffHtml(golden.goldenOneSided());
  expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
  expect(page).not.toMatch(/url\(|@import|<script/);
});

test('every pair is drawn: five blocks of screening, twelve fresh ones where there are some', async () => {
  const results = golden.goldenRegression();
  const page = await renderDiffHtml(results);
  const timed = results.rows.filter(({ metric }) => metric.kind !== 'count');
  expect(page.match(/<circle class="screening"/g)).toHaveLength(5 * (timed.length + results.controls.length));
  expect(page.match(/<circle class="fresh"/g)).toHaveLength(2 * 12);
  expect(page.match(/<circle class="estimate"/g)).toHaveLength(timed.length + results.controls.length);
  expect(page.match(/<rect class="within"/g)).toHaveLength(timed.length);
});

test('a block without a partner is not drawn', async () => {
  const results = golden.goldenRegression();
  const [row] = results.rows;
  row?.fresh.head.pop();
  const page = await renderDiffHtml(results);
  expect(page.match(/<circle class="fresh"/g)).toHaveLength(2 * 12 - 1);
});

test('what lies beyond the axis is an arrow at its edge', async () => {
  const results = golden.goldenRegression();
  const [row] = results.rows;
  row?.fresh.head.splice(0, 1, 100 * (row.fresh.base[0] as number));
  const page = await renderDiffHtml(results);
  expect(page).toContain('<svg class="beyond" x="98%"');
  expect(page.match(/<circle class="fresh"/g)).toHaveLength(2 * 12 - 1);
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
  results.why = evil;
  for (const row of results.rows) Object.assign(row, { variant: evil, why: evil });
  const page = await renderDiffHtml(results);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
