import { expect, test } from 'vitest';
import { nextBetween } from './between.ts';

/** What is tried until nothing is left, where so many connections are enough. */
function tried(needed: number, tooFew: number, enough: number, predicted: number): number[] {
  const path: number[] = [];
  for (;;) {
    const next = nextBetween({ tooFew, enough, predicted });
    if (next === undefined) return path;
    path.push(next);
    if (next >= needed) enough = next;
    else tooFew = next;
  }
}

test('the prediction comes first, and then the one between that and what is too few', () =>
  expect(tried(13, 11, 30, 13)).toEqual([13, 12]));

test('a prediction outside of both is not tried', () => {
  expect(tried(16, 11, 30, 9)[0]).toBe(18);
  expect(tried(16, 11, 30, 40)[0]).toBe(18);
});

test.for([12, 14, 17, 22, 29])('it ends at %d, the fewest that are enough', (needed) => {
  const path = tried(needed, 11, 30, 13);
  expect(Math.min(30, ...path.filter((one) => one >= needed))).toBe(needed);
  expect(path.length).toBeLessThanOrEqual(6);
});

test('neighbours have nothing between them, and of many connections neither have those closer than one in twenty', () => {
  expect(nextBetween({ tooFew: 7, enough: 8, predicted: 9 })).toBeUndefined();
  expect(nextBetween({ tooFew: 38, enough: 40, predicted: 39 })).toBeUndefined();
  expect(nextBetween({ tooFew: 37, enough: 40, predicted: 9 })).toBe(38);
});
