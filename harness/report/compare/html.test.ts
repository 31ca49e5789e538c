import { expect, test } from 'vitest';
import { golden, goldenFailure, goldenPartial } from '../../tests/golden/golden.ts';
import { COPY_SCRIPT } from '../kit/chart-data.ts';
import { renderHtml } from './html.ts';

test('the same results give the same bytes', async () => {
  expect(await renderHtml(golden())).toBe(await renderHtml(golden()));
});

test('the page refers to nothing outside itself and stays small', async () => {
  const page = await renderHtml(golden());
  expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
  expect(page).not.toMatch(/url\(|@import/);
  expect(page.match(/<script.*?<\/script>/gs)).toEqual([`<script>${COPY_SCRIPT}</script>`]);
  expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
});

test('markup in data is shown, not run', async () => {
  const results = goldenFailure('<script>alert(1)</script>');
  results.run.id = '"><img src=x onerror=alert(1)>';
  const title = '</title><script>alert(2)</script>';
  for (const pattern of results.patterns) {
    pattern.title = title;
    for (const code of pattern.stacks.node?.code ?? []) code.text = title;
  }
  const page = (await renderHtml(results)).replace(`<script>${COPY_SCRIPT}</script>`, '');
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('every pattern has a chart in both widths with a title and a description', async () => {
  const page = await renderHtml(golden());
  for (const { pattern } of golden().patterns) {
    for (const width of ['wide', 'narrow']) {
      expect(page).toContain(`<title id="${pattern}-${width}-title">`);
      expect(page).toContain(`<desc id="${pattern}-${width}-desc">`);
    }
  }
});

test('a partial run renders what there is', async () => {
  const page = await renderHtml(goldenPartial());
  expect(page).toContain('This report is partial');
  expect(page.match(/<figure class="chart"/g)).toHaveLength(2);
});

test('the contents lead to parts that are there', async () => {
  for (const results of [golden(), goldenPartial(), { ...goldenPartial(), patterns: [] }]) {
    const page = await renderHtml(results);
    const [contents = ''] = page.match(/<nav class="contents".*?<\/nav>/s) ?? [];
    const targets = [...contents.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets).toHaveLength(4 + results.patterns.length);
    for (const id of targets) expect(page).toContain(`<section id="${id}"`);
  }
});

test('every chart has its data as CSV', async () => {
  const page = await renderHtml(golden());
  const charts = page.match(/<figure class="chart/g) ?? [];
  expect(page.match(/data-csv="/g)).toHaveLength(charts.length);
  expect(page).toContain(
    'data-csv="stack,variant,mean_ms,low_ms,high_ms,block_1_ms,block_2_ms,block_3_ms\nnode,before,',
  );
});

test('a run without any pattern still renders', async () => {
  expect(await renderHtml({ ...goldenPartial(), patterns: [] })).toContain('No pattern was measured.');
});
