import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { balancedOrder } from './balanced-order.ts';

interface Cell {
  name: number;
  stack: string;
  trials: number;
}

const cells = fc.uniqueArray(
  fc.record({ name: fc.nat(), stack: fc.constantFrom('node', 'python'), trials: fc.integer({ min: 1, max: 9 }) }),
  { selector: ({ name }) => name, maxLength: 12 },
);
const ordered = (all: Cell[], seed: number) =>
  balancedOrder(seededRandom(seed), all, { trials: ({ trials }) => trials, group: ({ stack }) => stack });
/** Two cells with two trials each, as text. */
const ofTwo = (seed: number) =>
  balancedOrder(seededRandom(seed), ['A', 'B'], { trials: () => 2, group: () => '' }).join('');

describe('balancedOrder', () => {
  test('every cell stands as often as asked', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (all, seed) => {
        const order = ordered(all, seed);
        for (const cell of all) expect(order.filter((one) => one === cell)).toHaveLength(cell.trials);
        expect(order).toHaveLength(all.reduce((sum, { trials }) => sum + trials, 0));
      }),
    );
  });

  test('cells with an even number of trials all have the same mean position: a linear drift cancels', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (all, seed) => {
        const order = ordered(all, seed);
        for (const cell of all.filter(({ trials }) => trials % 2 === 0)) {
          const positions = [...order.keys()].filter((at) => order[at] === cell);
          expect(2 * positions.reduce((sum, at) => sum + at, 0)).toBe(cell.trials * (order.length - 1));
        }
      }),
    );
  });

  test('odd trials stand between the halves', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (all, seed) => {
        const order = ordered(all, seed);
        const odd = all.filter(({ trials }) => trials % 2 === 1);
        const half = (order.length - odd.length) / 2;
        expect(new Set(order.slice(half, order.length - half))).toEqual(new Set(odd));
      }),
    );
  });

  test('the cells of a group stand side by side within a round', () => {
    const all = ['a', 'b', 'c'].flatMap((name) => ['node', 'python'].map((stack) => ({ name, stack })));
    for (let seed = 0; seed < 20; seed++) {
      const order = balancedOrder(seededRandom(seed), all, { trials: () => 4, group: ({ stack }) => stack });
      const groups = Array.from({ length: 8 }, (_, n) => order.slice(3 * n, 3 * n + 3));
      for (const one of groups) {
        expect(new Set(one.map(({ stack }) => stack)).size).toBe(1);
        expect(new Set(one.map(({ name }) => name)).size).toBe(3);
      }
    }
  });

  test('every order of two cells is drawn', () => {
    expect([...new Set(Array.from({ length: 40 }, (_, seed) => ofTwo(seed)))].sort()).toEqual(['ABBA', 'BAAB']);
  });
});
