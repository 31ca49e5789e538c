import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestRow, mostAtOnce, type Span } from './overlap.ts';

const spans = (...each: [number, number][]): Span[] => each.map(([from, until]) => ({ from, until }));

test('three waits side by side are three at once and one in a row', () => {
  const together = spans([0, 40], [1, 41], [2, 45]);
  expect([mostAtOnce(together), longestRow(together, 20)]).toEqual([3, 1]);
});

test('three waits one after the other are one at once and three in a row', () => {
  const inARow = spans([0, 40], [40, 80], [81, 121]);
  expect([mostAtOnce(inARow), longestRow(inARow, 20)]).toEqual([1, 3]);
});

test('two side by side and one behind are two and two', () => {
  const mixed = spans([0, 40], [1, 41], [42, 82]);
  expect([mostAtOnce(mixed), longestRow(mixed, 20)]).toEqual([2, 2]);
});

test('what is too short to be a wait is in no row', () => {
  expect(longestRow(spans([0, 1], [2, 42], [43, 44], [45, 85]), 20)).toBe(2);
});

test('nothing overlaps nothing', () => {
  expect([mostAtOnce([]), longestRow([], 20)]).toEqual([0, 0]);
});

/** By trying all rows. */
function longestByForce(all: readonly Span[]): number {
  const from = (start: number): number =>
    Math.max(0, ...all.filter((one) => one.from >= start).map((one) => 1 + from(one.until)));
  return from(Number.NEGATIVE_INFINITY);
}

test('the longest row is as long as trying all of them finds', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 }))
    .map(([from, length]) => ({ from, until: from + length }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (all) => {
      expect(longestRow(all, 1)).toBe(longestByForce(all));
    }),
  );
});
