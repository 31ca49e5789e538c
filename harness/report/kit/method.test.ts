import { expect, test } from 'vitest';
import { INTERVAL, numberWord, oneOf, partOf } from './method.ts';

test('a small number is a word, a larger one is written in digits', () => {
  expect([3, 8, 12, 13, 20].map(numberWord)).toEqual(['three', 'eight', 'twelve', '13', 'twenty']);
});

test('a part of a whole is a word where there is one', () => {
  expect([0.5, 1 / 3, 0.25, 0.125, 0.45, 0.1].map(partOf)).toEqual([
    'half',
    'a third of',
    'a quarter of',
    'an eighth of',
    '45 % of',
    '10 % of',
  ]);
});

test('a probability is one of how many', () => expect([0.05, 1 - 0.95, 0.01].map(oneOf)).toEqual([20, 20, 100]));

test('intervals are named by their level', () => expect(INTERVAL).toBe('95 % interval'));
