import { describe, expect, test } from 'vitest';
import { BLOCKS_RULE, judgeBlocks, judgeCount, judgeDriftingCount, judgeNamedCount } from './count-verdict.ts';

test('a changed count is a change, however small', () => {
  expect(judgeCount([3, 3, 3], [3], 'lower')).toBe('no change');
  expect(judgeCount([1000, 1000], [1001, 1001], 'lower')).toBe('regression');
  expect(judgeCount([1000], [10], 'lower')).toBe('improvement');
  expect(judgeCount([200], [100], 'higher')).toBe('regression');
});

test('blocks that disagree were not counted exactly', () => {
  expect(judgeCount([3, 4], [3, 3], 'lower')).toBe('inconclusive');
  expect(judgeCount([3, 3], [9, 10], 'lower')).toBe('inconclusive');
});

test('nothing is not "no change"', () => {
  expect(() => judgeCount([], [3], 'lower')).toThrow('needs a block');
  expect(() => judgeCount([3], [], 'lower')).toThrow('needs a block');
});

describe('a count that drifts', () => {
  test('is the same where each pass is', () => {
    expect(judgeDriftingCount([3, 3], [3, 3])).toBe('no change');
    expect(judgeDriftingCount([1, 0.2], [1, 0.2])).toBe('no change');
    expect(judgeDriftingCount([3, 3], [3])).toBe('no change');
  });
  test('is a change where every pass of one side has more than any of the other', () => {
    expect(judgeDriftingCount([1.2, 1.4], [11.2, 11.4])).toBe('regression');
    expect(judgeDriftingCount([11.2, 11.4], [1.2, 1.4])).toBe('improvement');
    expect(judgeDriftingCount([3], [4])).toBe('regression');
  });
  test('is told no further', () => {
    expect(judgeDriftingCount([1, 0.2], [0.9, 0.2])).toBe('inconclusive');
    expect(judgeDriftingCount([3, 3], [3, 4])).toBe('inconclusive');
    expect(judgeDriftingCount([1, 2], [1])).toBe('inconclusive');
  });
  test('takes that rule where its requests may change what is counted', () => {
    expect(judgeNamedCount('statements', [1, 2], [3, 4])).toBe('inconclusive');
    expect(judgeNamedCount('statements', [1, 2], [3, 4], { mayDrift: true })).toBe('regression');
  });
  test('needs a pass', () => {
    expect(() => judgeDriftingCount([], [1])).toThrow('needs a pass');
    expect(() => judgeDriftingCount([1], [])).toThrow('needs a pass');
  });
});

describe('blocks', () => {
  test('may move within a factor, and by a few', () => {
    expect(judgeBlocks([94], [188])).toBe('no change');
    expect(judgeBlocks([94], [189])).toBe('regression');
    expect(judgeBlocks([189], [94])).toBe('improvement');
    expect(judgeBlocks([3], [3 + BLOCKS_RULE.least])).toBe('no change');
    expect(judgeBlocks([3], [4 + BLOCKS_RULE.least])).toBe('regression');
    expect(judgeBlocks([0], [BLOCKS_RULE.least])).toBe('no change');
  });

  test('of several passes must all say so', () => {
    expect(judgeBlocks([3, 4], [94, 90])).toBe('regression');
    expect(judgeBlocks([3, 94], [94, 94])).toBe('inconclusive');
    expect(judgeBlocks([3, 4], [4, 3])).toBe('no change');
  });

  test('are told from exact counts by their name', () => {
    expect(judgeNamedCount('blocks', [3], [4])).toBe('no change');
    expect(judgeNamedCount('statements', [3], [4])).toBe('regression');
  });
});
