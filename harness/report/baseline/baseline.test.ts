import { beforeAll, describe, expect, test } from 'vitest';
import { compareWithBaseline } from '../../diff/baseline/compare.ts';
import { baselineOf } from '../../diff/baseline/entries.ts';
import type { BaselineDiff } from '../../results/schema.ts';
import { golden } from '../../tests/golden/golden.ts';
import { renderBaselineMarkdown } from './markdown.ts';
import { renderBaseline, renderBaselineList } from './show.ts';
import { renderBaselineSummary } from './terminal.ts';

const RULES = { tolerance: 0.25, fail_on: 'regression', strict: false } as const;
let diff: BaselineDiff;

/** Twice the round trips of one cell, half the gain of another, on a machine with a hostile name. */
beforeAll(() => {
  const [base, head] = [baselineOf(golden()), baselineOf(golden())];
  head.run.environment.cpu = 'Evil | <b>CPU</b> @octocat \u001b[31m';
  for (const entry of head.figures) {
    if (entry.pattern !== 'pooling' || entry.stack !== 'node') continue;
    if (entry.metric.id === 'round_trips') entry.value = 2;
    if (entry.of === 'gain' && entry.metric.id === 'latency') {
      Object.assign(entry, { value: entry.value / 2, low: Number(entry.low) / 2, high: Number(entry.high) / 2 });
    }
  }
  diff = compareWithBaseline(base, head, RULES);
});

describe('the Markdown', () => {
  test('has the verdict first, then what changed, with its change', () => {
    const lines = renderBaselineMarkdown(diff).split('\n');
    expect(lines[0]).toBe('# duet diff, against a baseline: **regression**');
    expect(lines).toContain(
      '| pooling, Node, after | round trips to PostgreSQL per request | 1 → 2 | +1 | **regression** |',
    );
    expect(lines.join('\n')).toMatch(/gain in median latency .* −50\.0 %.*\*\*regression\*\*/);
  });
  test('names each refused metric with the field that differs, as harmless text', () => {
    const markdown = renderBaselineMarkdown(diff);
    const refused = diff.rows.filter(({ verdict }) => verdict === 'refused');
    expect(refused.length).toBeGreaterThan(10);
    expect(markdown.match(/refused<br>other environment: cpu/g)).toHaveLength(refused.length);
    expect(markdown).not.toContain('<b>');
    expect(markdown).not.toContain('@octocat');
  });
  test('fits into a comment', () => {
    expect(renderBaselineMarkdown(diff).length).toBeLessThan(60_000);
  });
});

describe.each([40, 80, 140])('the terminal of %d columns', (width) => {
  test('no line is wider, no control character comes through, and the verdict comes first', () => {
    const lines = renderBaselineSummary(diff, { color: false, width }).split('\n');
    expect(lines[0]).toBe('regression');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    expect(lines.some((line) => line.startsWith('  regression  '))).toBe(true);
  });
});

test('where columns are few, the name of a metric is shortened and not its change', () => {
  const lines = renderBaselineSummary(diff, { color: false, width: 80 }).split('\n');
  expect(lines.find((line) => line.startsWith('  regression'))).toMatch(/… {2}\+1$/);
});

test('colours are there only if wanted', () => {
  const [first] = renderBaselineSummary(diff, { color: true, width: 100 }).split('\n');
  expect(first).toContain('\u001b[');
});

test('a list of baselines, and one with all its metrics', () => {
  const baseline = baselineOf(golden());
  expect(renderBaselineList('baselines', [])).toContain('There are no baselines in baselines');
  expect(renderBaselineList('baselines', [{ name: 'main', run: baseline.run }])).toMatch(
    /^main {2}2026-01-14 09:32 UTC {2}quick/,
  );
  const shown = renderBaseline(baseline);
  expect(shown.split('\n').filter((line) => /^(count|gain|ratio|value) /.test(line))).toHaveLength(
    baseline.figures.length,
  );
});
