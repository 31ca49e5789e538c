import { expect, test } from 'vitest';
import { goldenRegression } from '../../tests/golden/golden-diff.ts';
import { placeOf } from '../kit/strip.ts';
import { axisOf, blockChanges } from './strip-table.ts';

test('no change lies in the middle, and better has as much room as worse', () => {
  const axis = axisOf(goldenRegression());
  expect(axis.low).toBe(-axis.high);
  expect(placeOf(0, axis)).toBe(50);
  expect(axis.ticks).toContain(0);
});

test('one wild row does not press the others together', () => {
  const results = goldenRegression();
  results.rows[0]?.blocks?.head.splice(0, 1, 1000);
  const axis = axisOf(results);
  expect(axis.high).toBe(20);
  expect(placeOf(5000, axis)).toBe(placeOf(20, axis));
});

test('a block needs both sides', () => {
  expect(blockChanges({ base: [100, 100, 0], head: [110, 90] }).map(Math.round)).toEqual([10, -10]);
});
