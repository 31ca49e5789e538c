import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beyondSecondThreshold, SECOND_THRESHOLD } from './second-threshold.ts';

const DELTA = 0.05;
const SECOND = Math.log1p(SECOND_THRESHOLD.factor * DELTA);
/** Blocks around a log change, alternating by the spread. */
const blocks = (change: number, spread: number, n: number) =>
  Array.from({ length: n }, (_, index) => change + (index % 2 === 0 ? spread : -spread));
const isBeyond = (changes: readonly number[], delta = DELTA) => beyondSecondThreshold(changes, delta) !== undefined;

describe('a secondary metric fails', () => {
  test('where all of its interval is worse than the second threshold, which it says', () => {
    expect(beyondSecondThreshold(blocks(Math.log(1.5), 0.01, 6), DELTA)).toEqual({
      threshold: SECOND_THRESHOLD.factor * DELTA,
      level: SECOND_THRESHOLD.level,
      blocks: 6,
    });
  });
  test.each([
    ['it lies below, however certain that is', blocks(SECOND - 0.01, 0.0001, 20)],
    ['its interval reaches below', blocks(SECOND + 0.05, 0.1, 6)],
    ['it has fewer blocks than the rule asks for', blocks(1, 0.001, SECOND_THRESHOLD.blocks - 1)],
    ['it became better by as much', blocks(-1, 0.01, 12)],
    ['nothing was measured', []],
  ])('not where %s', (_, changes) => {
    expect(beyondSecondThreshold(changes, DELTA)).toBeUndefined();
  });
  test('and never because of a value that is none', () => {
    expect(() => beyondSecondThreshold([1, Number.NaN, 1], DELTA)).toThrow(RangeError);
  });
});

describe('for any blocks', () => {
  const small = fc.double({ min: -0.1, max: 0.1, noNaN: true });
  /** Around a common change, so that many of them lie beyond. */
  const changes = fc
    .tuple(fc.double({ min: 0.1, max: 1, noNaN: true }), fc.array(small, { minLength: 3, maxLength: 20 }))
    .map(([common, own]) => own.map((one) => common + one));
  const shift = fc.double({ min: 0, max: 1, noNaN: true });

  test('what fails still fails when every block is worse by as much', () => {
    fc.assert(
      fc.property(changes, shift, (some, more) => {
        fc.pre(isBeyond(some));
        // A little more, so that the last bit of a sum does not decide.
        expect(isBeyond(some.map((one) => one + more + 1e-9))).toBe(true);
      }),
    );
  });
  test('what fails also fails at a smaller delta, and its mean lies beyond', () => {
    fc.assert(
      fc.property(changes, shift, (some, part) => {
        fc.pre(isBeyond(some));
        expect(isBeyond(some, DELTA * part)).toBe(true);
        expect(some.reduce((sum, one) => sum + one, 0) / some.length).toBeGreaterThan(SECOND);
      }),
    );
  });
  test('not both sides can be worse than the other, and the order of the blocks says nothing', () => {
    fc.assert(
      fc.property(changes, (some) => {
        expect(isBeyond(some) && isBeyond(some.map((one) => -one))).toBe(false);
        expect(isBeyond(some.toSorted((a, b) => a - b))).toBe(isBeyond(some.toSorted((a, b) => b - a)));
      }),
    );
  });
});
