import { expect, test } from 'vitest';
import type { Guess, LibraryCost, OperationCounts } from '../results/libraries.ts';
import { surprisesOf } from './surprises.ts';

const counted = (when: OperationCounts['when'], counts: Partial<OperationCounts>): OperationCounts => ({
  ...{ operation: 'read', when, steady: true },
  ...counts,
});
const cost = (metric: LibraryCost['metric'], ratio?: number): LibraryCost => ({
  ...{ operation: 'read', metric, unit: 'ms', value: 1, blocks: 3 },
  ...(ratio === undefined
    ? {}
    : { ratio: { value: ratio, low: null, high: null, level: 0.95, n: 1, blocks: [ratio] } }),
});
const guess = (of: Guess['of'], value: number, when?: Guess['when']): Guess => ({
  ...{ operation: 'read', of, value },
  ...(when === undefined ? {} : { when }),
});

test.each([
  [2, 3, false],
  [2, 4, true],
  [3, 2, false],
  [4, 2, true],
  [0, 0, false],
  [0, 1, true],
  [1, 0, true],
])('%d round trips guessed and %d found: a surprise is %s', (guessed, found, is) => {
  const wanted = guess('round_trips', guessed, 'warm');
  const counts = [counted('first', { round_trips: 99 }), counted('warm', { round_trips: found })];
  expect(surprisesOf([wanted], { counts, costs: [] })).toEqual(is ? [{ guess: wanted, found }] : []);
});

test('costs are guessed as ratios, and the first operation of a process apart from later ones', () => {
  const guesses = [guess('connections', 1, 'first'), guess('cpu', 1), guess('throughput', 1), guess('start_up', 1)];
  const found = {
    counts: [counted('warm', { connections: 0 }), counted('first', { connections: 2 })],
    costs: [cost('throughput', 0.4), cost('cpu', 1.4), cost('start_up')],
  };
  expect(surprisesOf(guesses, found).map((one) => [one.guess.of, one.found])).toEqual([
    ['connections', 2],
    ['throughput', 0.4],
  ]);
});

test('a pool without a bound is as large as what was asked of it', () => {
  const guesses = [guess('pool', 10)];
  const found = (most: number | null) => ({
    ...{ counts: [], costs: [] },
    pool: { most, asked: 64, wait: 'not-reached' as const },
  });
  expect(surprisesOf(guesses, found(10))).toEqual([]);
  expect(surprisesOf(guesses, found(null))).toEqual([{ guess: guesses[0], found: 64 }]);
});

test('what was neither counted nor measured surprises nobody', () => {
  const guesses = [guess('round_trips', 1, 'warm'), guess('pool', 10), guess('cpu', 2)];
  expect(surprisesOf(guesses, { counts: [], costs: [] })).toEqual([]);
});
