import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { below, fraction, seededRandom, shuffle, xoshiro128 } from './random.ts';

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

test('xoshiro128** gives the sequence published for the state 1, 2, 3, 4', () => {
  const random = xoshiro128(1, 2, 3, 4);
  expect(draw(10, () => random.uint32())).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('a seed gives the same numbers for ever: a stored plan depends on it', () => {
  const random = seededRandom(42);
  expect(draw(4, () => random.uint32())).toEqual([2837322924, 544945897, 479756282, 3500138142]);
});

test('neighbouring seeds give unrelated numbers', () => {
  const firsts = draw(1000, () => 0).map((_, seed) => fraction(seededRandom(seed)));
  const average = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  expect(new Set(firsts).size).toBe(1000);
  expect(Math.abs(average - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 1000));
});

describe('below', () => {
  test('stays inside its bound', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = below(seededRandom(seed), bound);
        return Number.isInteger(value) && value >= 0 && value < bound;
      }),
    );
  });

  test('draws again where the remainder would favour small numbers', () => {
    const words = [0, 2 ** 32 - 1];
    expect(below({ uint32: () => words.shift() as number }, 3)).toBe((2 ** 32 - 1) % 3);
    expect(words).toEqual([]);
  });

  test.for([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('refuses %d', (bound) => {
    expect(() => below(seededRandom(1), bound)).toThrow(RangeError);
  });
});

describe('shuffle', () => {
  test('keeps the items and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const original = [...items];
        const shuffled = shuffle(seededRandom(seed), items);
        expect(items).toEqual(original);
        expect(shuffled.toSorted()).toEqual(original.toSorted());
      }),
    );
  });

  test('every order of four items is equally frequent', () => {
    const random = seededRandom(7);
    const counts = new Map<string, number>();
    for (const order of draw(24_000, () => shuffle(random, [1, 2, 3, 4]).join(''))) {
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7); // the 99.9 % point with 23 degrees of freedom
  });
});
