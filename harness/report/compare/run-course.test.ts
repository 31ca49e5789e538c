import { expect, test } from 'vitest';
import { blocksText, budgetLines, fewerLines, resumedText, spentText } from './run-course.ts';

const run = { blocks: 3, patterns: ['workers' as const, 'pooling' as const] };
const spread = { ...run, time_budget: { budget_ms: 300_000, blocks: { workers: 9, pooling: 3 } } };

test('blocks: a number, or a range where a time budget was spread', () => {
  expect(blocksText(run)).toBe('3 blocks');
  expect(blocksText({ ...run, blocks: 1 })).toBe('1 block');
  expect(blocksText({ ...run, time_budget: { budget_ms: 300_000 } })).toBe('3 blocks');
  expect(blocksText(spread)).toBe('3 to 9 blocks');
  expect(blocksText({ ...run, time_budget: { budget_ms: 300_000, blocks: { workers: 5, pooling: 5 } } })).toBe(
    '5 blocks',
  );
});

test('patterns with fewer blocks than the others are named, where the run has them', () => {
  const fewer = { ...run, blocks: 8, fewer_blocks: { workers: 4, batching: 3 } };
  expect(blocksText(fewer)).toBe('4 to 8 blocks');
  expect(fewerLines(fewer).join()).toMatch(/fewer of them: workers 4\.$/);
  expect(fewerLines(run)).toEqual([]);
  expect(blocksText({ ...fewer, patterns: ['batching'] })).toBe('3 blocks');
});

test('the account of time says what the best way and the timelines add, where the run has them', () => {
  expect(spentText({ measuring_ms: 88_100, best_ms: 3_920, timelines_ms: 6_130, other_ms: 11_000 })).toBe(
    'measuring 88.1 s; after-best 3.92 s; timelines 6.13 s; set-up and everything else 11.0 s',
  );
  expect(spentText({ measuring_ms: 88_100 })).toBe('measuring 88.1 s');
});

test('a run in one piece says nothing of resumptions; every other names them all', () => {
  expect(resumedText(run)).toBe('');
  expect(resumedText({ ...run, resumed_at: ['2026-01-14T10:02:30.000Z', '2026-01-15T08:00:00.000Z'] })).toBe(
    ', resumed at 2026-01-14 10:02 UTC and 2026-01-15 08:00 UTC',
  );
});

test('a time budget is explained with the blocks it gave to each pattern', () => {
  expect(budgetLines(run)).toEqual([]);
  expect(budgetLines(spread).join()).toMatch(
    /a pilot of 3 blocks of every pattern.* workers 9 and pooling 3 blocks\.$/,
  );
  expect(budgetLines({ ...run, time_budget: { budget_ms: 300_000 } }).join()).toContain('would have been spread');
});
