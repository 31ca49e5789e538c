import { expect, test } from 'vitest';
import { judgeCount } from './count-verdict.ts';

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
