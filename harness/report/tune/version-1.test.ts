/** A tune.json of version 1, which kept sentences where there are codes now, is shown as the duet that wrote it did. */
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { TuneResults } from '../../results/schema.ts';
import { readTuneResults } from '../../results/tune-folder.ts';
import { renderTuneHtml } from './html.ts';
import { renderTuneMarkdown } from './markdown.ts';
import { renderTuneSummary } from './terminal.ts';

const file = fileURLToPath(new URL('../../tests/golden/pages/tune-version-1.json', import.meta.url));

test('its page reads as it was written then', async () => {
  const page = renderTuneMarkdown(readTuneResults(file));
  await expect(page).toMatchFileSnapshot('../../tests/golden/pages/tune-version-1.md');
});

test('its sentences stand in the page and on the terminal', async () => {
  const results = readTuneResults(file);
  const advice = results.recommendation?.bottleneck;
  if (advice === undefined || !('evidence' in advice)) throw new Error('the file has no sentence on what limits it');
  expect(await renderTuneHtml(results)).toContain(advice.evidence);
  const summary = renderTuneSummary(results, { color: false, width: 100 }).replace(/\s+/g, ' ');
  expect(summary).toContain(advice.evidence);
});

test('it is written again in the format of today', () => {
  const results = readTuneResults(file);
  expect([...Value.Errors(TuneResults, results)]).toEqual([]);
  expect(results).toMatchObject({ schema_version: 2, comparisons: [{ alternative: { code: 'stored' } }, {}] });
});
