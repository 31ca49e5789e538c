import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { storedText } from '../../results/reason.ts';
import type { TuneResults } from '../../results/schema.ts';
import * as golden from '../../tests/golden/golden-tune.ts';
import { renderTuneHtml } from './html.ts';

const opened = async (results: TuneResults) => parseHTML(await renderTuneHtml(results)).document;
const texts = (nodes: Iterable<{ textContent: string | null }>) => [...nodes].map((node) => node.textContent?.trim());

test('the same results give the same bytes', async () => {
  expect(await renderTuneHtml(golden.goldenTune())).toBe(await renderTuneHtml(golden.goldenTune()));
});

test('the page refers to nothing outside itself', async () => {
  const page = await renderTuneHtml(golden.goldenTuneCommand());
  expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
  expect(page).not.toMatch(/url\(|@import|<script/);
});

describe.each(Object.entries(golden))('%s', (_, build) => {
  test('has its answer, and nothing that is no number', async () => {
    const document = await opened(build());
    expect(texts(document.querySelectorAll('.verdict-line'))).toHaveLength(1);
    expect(document.querySelector('body')?.textContent).not.toMatch(/\b(?:NaN|Infinity|undefined|null)\b/);
  });

  test('has a table or words beside every drawing, and no name twice', async () => {
    const document = await opened(build());
    for (const figure of document.querySelectorAll('figure.chart')) {
      const place = figure.querySelector('figcaption a')?.getAttribute('href');
      const section = place ? document.querySelector(place) : figure.closest('section');
      expect(section?.querySelector('table')).not.toBeNull();
    }
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

test('every setting of the search is a point, and the recommended one has a ring and its size', async () => {
  const results = golden.goldenTune();
  const document = await opened(results);
  const drawing = document.querySelector('#recommendation .wide svg');
  expect(texts(drawing?.querySelectorAll('.limit-label text') ?? [])).toContain('11 recommended');
  expect(document.querySelector('#search svg')).toBeNull();
  expect(drawing?.querySelectorAll('.end circle, circle.end, .end path').length).toBe(results.search.length);
  expect(drawing?.querySelectorAll('.break-even circle, circle.break-even, .break-even path').length).toBe(1);
});

test('the heat map has the measured cells, and leaves the others empty', async () => {
  const results = golden.goldenTune();
  const document = await opened(results);
  const body = document.querySelector('.heat-p99');
  const measured = new Set([...results.grid, ...results.search].map(({ setting: s }) => `${s.size}+${s.overflow}`));
  expect(body?.querySelectorAll('td.number').length).toBe(measured.size);
  expect(texts(body?.querySelectorAll('td.empty') ?? []).join('')).toBe('');
  expect(texts(body?.querySelectorAll('td.recommended') ?? [])).toHaveLength(1);
});

test('a pool without an overflow has one row of its own', async () => {
  const document = await opened(golden.goldenTuneNode());
  expect(texts(document.querySelectorAll('.heat tbody th'))).toEqual(['p99, ms', 'timeouts']);
});

test('every round of the comparison is drawn beside its alternative', async () => {
  const document = await opened(golden.goldenTune());
  expect(document.querySelectorAll('.comparison tbody tr').length).toBe(3);
  expect(document.querySelectorAll('.comparison circle.fresh, .comparison .beyond').length).toBe(2 * 4);
});

test('a setting under which requests timed out is crossed', async () => {
  const results = golden.goldenTune();
  for (const window of results.search[0]?.windows ?? []) window.timeouts = 5;
  const drawing = (await opened(results)).querySelector('#recommendation .wide svg');
  expect(drawing?.querySelectorAll('.timed-out path, path.timed-out').length).toBe(1);
});

test('markup in data is shown, not run', async () => {
  const evil = '"><script>alert(1)</script>';
  const results = golden.goldenTuneCommand();
  results.subject = { kind: 'command', command: evil, env: { [evil]: evil }, request: evil, headers: { [evil]: evil } };
  results.unseen = [storedText(evil)];
  for (const snippet of results.recommendation?.snippets ?? [])
    Object.assign(snippet, { title: evil, text: evil, language: evil });
  const page = await renderTuneHtml(results);
  expect(parseHTML(page).document.querySelectorAll('script')).toHaveLength(0);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
