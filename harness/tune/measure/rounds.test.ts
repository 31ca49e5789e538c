import { expect, test } from 'vitest';
import { FEWEST_ROUNDS, levelAfter, MOST_ROUNDS } from './rounds.ts';

const ALL = [3, 4, 5, 6];

test('every look asks for more than one alone would, and more where there are more pools', () => {
  expect([ALL[0], ALL.at(-1)]).toEqual([FEWEST_ROUNDS, MOST_ROUNDS]);
  for (const rounds of ALL) {
    expect(levelAfter(rounds, 1)).toBeGreaterThan(0.94);
    expect(levelAfter(rounds, 2)).toBeGreaterThan(levelAfter(rounds, 1));
    expect(levelAfter(rounds, 3)).toBeGreaterThan(levelAfter(rounds, 2));
    expect(levelAfter(rounds, 3)).toBeLessThan(1);
  }
});

test('rounds that were cut short have the level of the first look', () =>
  expect(levelAfter(2, 2)).toBe(levelAfter(FEWEST_ROUNDS, 2)));
