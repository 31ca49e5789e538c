import { describe, expect, test } from 'vitest';
import type { PatternResult, Results } from '../../results/schema.ts';
import { golden } from '../../tests/golden/golden.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { otherWays, otherWaysLines } from './other-ways.ts';
import { renderSummary } from './terminal.ts';

const of = (name: PatternResult['pattern']) =>
  golden().patterns.find(({ pattern }) => pattern === name) as PatternResult;

describe('the other ways of pooling', () => {
  test('stand beside the timed ones, with exact counts', () => {
    const { rows = [] } = otherWays(of('pooling'), ['node', 'python'])?.table ?? {};
    expect(
      rows.map(([stack, variant, , ...counts]) => [stack, variant, ...counts].join(' ').replaceAll('`', '')),
    ).toEqual([
      'Node before 4 1 1',
      'Node after 1 0 1',
      'Node after-max-uses 1.6 0.2 1',
      'Node after-pipeline 1 0 1',
      'Python before 15 1 12',
      'Python after 3 0 3',
      'Python before-no-dispose 15 1 12',
      'Python nullpool 6 1 3',
      'Python after-autocommit 1 0 1',
      'Python after-lifo not counted not counted not counted',
    ]);
  });

  test('say what was left behind, but not of a pool that keeps its own', () => {
    const { notes = [] } = otherWays(of('pooling'), ['node', 'python']) ?? {};
    const left = notes.filter((note) => note.includes('left behind'));
    expect(left).toHaveLength(1);
    expect(left[0]).toContain('Python `before-no-dispose`: 9 connections left behind after 10 requests');
  });

  test('are those of the stacks of the run', () => {
    const { table, notes = [] } = otherWays(of('pooling'), ['node']) ?? {};
    expect(new Set((table?.rows ?? []).map(([stack]) => stack))).toEqual(new Set(['Node']));
    expect(notes.join()).not.toContain('left behind');
  });

  test('take a line per stack in a terminal', () => {
    expect(otherWaysLines(of('pooling'), ['node', 'python'])).toEqual([
      'Node, round trips per request: before 4, after 1, after-max-uses 1.6, after-pipeline 1',
      'Python, round trips per request: before 15, after 3, before-no-dispose 15, nullpool 6, after-autocommit 1, after-lifo not counted',
    ]);
    expect(renderSummary(golden(), { color: false, width: 200 })).toContain('after-autocommit 1');
  });
});

test('a pattern without any has no such part', () => {
  expect(otherWays(of('batching'), ['node', 'python'])).toBeNull();
  expect(otherWaysLines(of('batching'), ['node', 'python'])).toEqual([]);
});

test.each([
  ['Markdown', async (results: Results) => renderMarkdown(results)],
  ['HTML', renderHtml],
])('%s folds their code away, and shows it once', async (_, render) => {
  const text = await render(golden());
  const from = text.indexOf('Their code');
  const folded = text.slice(from, text.indexOf('</details>', from));
  expect(folded).toContain('poolclass');
  expect(text.replace(folded, '')).not.toContain('poolclass');
});
