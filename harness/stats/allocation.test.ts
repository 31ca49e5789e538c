import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateBlocks } from './allocation.ts';
import { studentTQuantile } from './student-t.ts';

const PILOT = 3;
/** Not the smallest doubles there are: what they narrow an interval by is no longer told from nothing. */
const spread = fc.oneof({ weight: 9, arbitrary: fc.double({ min: 1e-9, max: 3, noNaN: true }) }, fc.constant(0));
const pilots = fc.array(fc.record({ sd: spread, blockMs: fc.integer({ min: 500, max: 60_000 }) }), {
  minLength: 1,
  maxLength: 5,
});
const leftMs = fc.integer({ min: -10_000, max: 600_000 });
const costOf = (series: { blockMs: number }[], added: number[]) =>
  series.reduce((sum, { blockMs }, index) => sum + blockMs * (added[index] as number), 0);

describe('whatever the pilot showed', () => {
  test('the time is spent: no more than there is, and no block more would fit', () => {
    fc.assert(
      fc.property(pilots, leftMs, (series, left) => {
        const added = allocateBlocks(series, PILOT, left);
        expect(added).toHaveLength(series.length);
        for (const blocks of added) expect(Number.isInteger(blocks) && blocks >= 0).toBe(true);
        const unspent = left - costOf(series, added);
        if (left >= 0) expect(unspent).toBeGreaterThanOrEqual(0);
        expect(unspent).toBeLessThan(Math.min(...series.map(({ blockMs }) => blockMs)));
      }),
    );
  });

  test('at the same cost, the wider spread never gets fewer blocks', () => {
    fc.assert(
      fc.property(pilots, leftMs, (given, left) => {
        const series = given.map(({ sd }) => ({ sd, blockMs: 1_000 }));
        const added = allocateBlocks(series, PILOT, left);
        for (const [i, one] of series.entries()) {
          for (const [k, other] of series.entries()) {
            if (one.sd > other.sd) expect(added[i]).toBeGreaterThanOrEqual(added[k] as number);
          }
        }
      }),
    );
  });

  test('only the proportions of the spreads count, not their size', () => {
    fc.assert(
      fc.property(pilots, leftMs, (series, left) => {
        const doubled = series.map(({ sd, blockMs }) => ({ sd: sd * 2, blockMs }));
        expect(allocateBlocks(doubled, PILOT, left)).toEqual(allocateBlocks(series, PILOT, left));
      }),
    );
  });

  test('no series passes five blocks before all that fit have them', () => {
    fc.assert(
      fc.property(pilots, leftMs, (given, left) => {
        const added = allocateBlocks(
          given.map(({ sd }) => ({ sd, blockMs: 1_000 })),
          PILOT,
          left,
        );
        if (Math.max(...added) > 2) expect(Math.min(...added)).toBeGreaterThanOrEqual(2);
        else expect(Math.max(...added) - Math.min(...added)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('every block beyond five went where the interval narrowed most for its time', () => {
    const width = (n: number) => studentTQuantile(0.975, n - 1) / Math.sqrt(n);
    fc.assert(
      fc.property(pilots, leftMs, (series, left) => {
        const added = allocateBlocks(series, PILOT, left);
        const worth = (index: number, n: number) =>
          ((series[index]?.sd ?? 0) * (width(n) - width(n + 1))) / (series[index]?.blockMs ?? 1);
        for (const [i, one] of series.entries()) {
          if ((added[i] as number) <= 2) continue;
          const last = worth(i, PILOT + (added[i] as number) - 1);
          // Where that block fitted, one that costs no more did too, and would have been taken had it been worth more.
          for (const [k, { blockMs }] of series.entries()) {
            if (blockMs <= one.blockMs) expect(last).toBeGreaterThanOrEqual(worth(k, PILOT + (added[k] as number)));
          }
        }
      }),
    );
  });
});

test('equal series share evenly', () => {
  const series = Array(4).fill({ sd: 0.1, blockMs: 1_000 });
  expect(allocateBlocks(series, PILOT, 10_500)).toEqual([3, 3, 2, 2]);
});

test('without any spread, they share evenly all the same', () => {
  const series = Array(2).fill({ sd: 0, blockMs: 1_000 });
  expect(allocateBlocks(series, PILOT, 4_000)).toEqual([2, 2]);
});

test('a block that costs ten times as much must be worth it', () => {
  const added = allocateBlocks(
    [
      { sd: 0.1, blockMs: 10_000 },
      { sd: 0.1, blockMs: 1_000 },
    ],
    PILOT,
    15_000,
  );
  expect(added[1]).toBeGreaterThan(added[0] as number);
});

test.each([
  [{ sd: Number.NaN, blockMs: 1 }],
  [{ sd: -1, blockMs: 1 }],
  [{ sd: 1, blockMs: 0 }],
  [{ sd: 1, blockMs: Number.NaN }],
])('%j is refused', (pilot) => {
  expect(() => allocateBlocks([pilot], PILOT, 1_000)).toThrow(RangeError);
});
