import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameMargin, spread } from './series-names.ts';

const ROOM = { top: 20, bottom: 260 };

test('names that have room stay where their lines end', () => {
  expect(spread([30, 100, 200], ROOM)).toEqual([30, 100, 200]);
});

test('names that would cover one another move apart', () => {
  expect(spread([100, 101, 102], ROOM)).toEqual([100, 115, 130]);
});

test('none falls below the axis or above the plot', () => {
  expect(spread([255, 258, 260], ROOM)).toEqual([230, 245, 260]);
  expect(spread([5], ROOM)).toEqual([20]);
});

test('any names that fit keep their order and their distance inside the plot', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 280, noNaN: true }), { maxLength: 12 }), (heights) => {
      const tops = spread(
        heights.toSorted((a, b) => a - b),
        ROOM,
      );
      for (const [index, top] of tops.entries()) {
        expect(top).toBeGreaterThanOrEqual(ROOM.top);
        expect(top).toBeLessThanOrEqual(ROOM.bottom);
        if (index > 0) expect(top - (tops[index - 1] as number)).toBeGreaterThanOrEqual(15 - 1e-9);
      }
    }),
  );
});

test('the margin grows with the longest name', () => {
  expect(nameMargin(['p50', 'a longer name'])).toBeGreaterThan(nameMargin(['p50']));
  expect(nameMargin([])).toBe(16);
});
