import { expect, test } from 'vitest';
import { runDifferences } from '../../compare/run-differences.ts';
import type { Results } from '../../results/schema.ts';
import { golden } from '../../tests/golden/golden.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSummary } from './terminal.ts';

const DRIVEN = 'driven by vegeta 12.12.0 (open loops), wrk 4.2.0 (closed loops), duet (everything else)';

function driven(): Results {
  const results = golden();
  const drivers: Results['run']['drivers'] = [
    { name: 'vegeta', version: '12.12.0', load: 'open' },
    { name: 'wrk', version: '4.2.0', load: 'closed' },
  ];
  return { ...results, run: { ...results.run, drivers } };
}

test('every form of the report says in its first lines what drove the load', async () => {
  expect(renderSummary(driven(), { color: false, width: 200 }).split('\n').slice(0, 3)).toContain(DRIVEN);
  expect(renderMarkdown(driven())).toContain(DRIVEN);
  const html = await renderHtml(driven());
  expect(html.slice(html.indexOf('<p class="lede">'), html.indexOf('</header>'))).toContain(DRIVEN);
});

test('the section on method says what each program drove, and what its numbers are', () => {
  const text = renderMarkdown(driven());
  expect(text).toContain('vegeta 12.12.0 sent the 200 light requests per second');
  expect(text).toContain('wrk 4.2.0 was the 8 clients');
  expect(text).not.toContain('oha');
});

test('without programs nothing of that is said', async () => {
  const texts = [
    renderMarkdown(golden()),
    await renderHtml(golden()),
    renderSummary(golden(), { color: false, width: 200 }),
  ];
  for (const text of texts) expect(text).not.toMatch(/driven by|vegeta|wrk/);
});

test('runs under different drivers did not do the same work', () => {
  expect(runDifferences(driven(), golden()).find(({ aspect }) => aspect === 'driver')).toEqual({
    ...{ aspect: 'driver', weight: 'work', here: 'vegeta 12.12.0, wrk 4.2.0', there: 'duet' },
  });
  expect(runDifferences(golden(), golden()).some(({ aspect }) => aspect === 'driver')).toBe(false);
});
