import { expect, test } from 'vitest';
import { goldenIncomplete, goldenOneSided } from '../../tests/golden/golden-diff.ts';
import { renderDiffHtml } from './html.ts';
import { renderDiffMarkdown } from './markdown.ts';
import { renderDiffSummary } from './terminal.ts';

const LINES = [
  'and 2 more files differ, and --stack left out Python',
  'node/plugins/pool.ts differs, and --pattern left out streaming and workers',
  'pooling, Node, after-pool: added, only head has it',
  'batching, Python, after-queue: removed, only base has it',
  'workers, Node, after-threads: on both sides, but the harness of head cannot measure it',
  'streaming, Node, after: peak memory cannot be determined on this machine',
  'node/data.bin differs, and neither side has its content on this machine',
  'and 1 more file differ, and this PostgreSQL does not count the blocks',
];
const plain = (text: string) => text.replaceAll(/<\/?code>|[`\\]/g, '').replaceAll(/\s+/g, ' ');

test.each([
  ['Markdown', () => renderDiffMarkdown(goldenIncomplete())],
  ['the page', () => renderDiffHtml(goldenIncomplete())],
  ['the terminal', () => renderDiffSummary(goldenIncomplete(), { color: false, width: 200 })],
])('%s says at its top what was not compared, each once, before the first row', async (_, render) => {
  const text = plain(await render());
  const top = text.slice(
    0,
    text.indexOf('CPU time of the service per request', text.indexOf('Not all that differs was')),
  );
  expect(text).toContain('INCOMPLETE (does not fail)');
  for (const line of LINES) expect(top).toContain(line);
  for (const line of LINES.slice(1)) expect(text.split(line), line).toHaveLength(2);
});

test('what to do is said', () => {
  expect(plain(renderDiffMarkdown(goldenIncomplete()))).toContain('run the diff again without --pattern and --stack');
});

test('one database for both sides is said, and is not a warning', () => {
  const text = renderDiffMarkdown(goldenIncomplete());
  expect(text).toContain('base and head had the same one');
});

test('a diff of before this list still names its cells', () => {
  const text = renderDiffMarkdown(goldenOneSided());
  expect(text).not.toContain('Not all that differs');
  expect(plain(text)).toContain('pooling, Node, after-pool: added, only head has it');
});
