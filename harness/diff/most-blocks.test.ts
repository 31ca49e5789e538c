import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DiffCosts, LEAST_BLOCKS, leastBudgetMs, planMostBlocks } from './most-blocks.ts';

/** One Node cell, as measured where the budget of 75 s comes from. */
const oneCell: DiffCosts = { setupMs: 6_000, blockMs: 4_000, cellMs: [4_000] };

test('the least budget is 6 blocks of every cell', () => {
  expect(leastBudgetMs({ setupMs: 10_000, blockMs: 5_000, cellMs: [1_000, 3_000] })).toBe(10_000 + 6 * 5_000);
});

test('a single cell gets all that fits, up to 40', () => {
  expect(planMostBlocks(oneCell, 75_000)).toBe(17);
  expect(planMostBlocks(oneCell, 3_600_000)).toBe(40);
  expect(planMostBlocks(oneCell, 7_000)).toBe(LEAST_BLOCKS);
});

test('of twelve cells four are expected to need more than six blocks', () => {
  const twelve = { setupMs: 0, blockMs: 12, cellMs: Array.from({ length: 12 }, () => 1) };
  expect(planMostBlocks(twelve, 6 * 12 + 5 * 4)).toBe(11);
  expect(planMostBlocks(twelve, 6 * 12 + 5 * 4 - 1)).toBe(10);
});

test('a larger budget never gives fewer blocks', () => {
  const ms = fc.integer({ min: 1, max: 60_000 });
  const costs = fc.record({ setupMs: ms, blockMs: ms, cellMs: fc.array(ms, { minLength: 1, maxLength: 12 }) });
  fc.assert(
    fc.property(costs, fc.nat(2_000_000), fc.nat(2_000_000), (costs, budget, more) => {
      expect(planMostBlocks(costs, budget + more)).toBeGreaterThanOrEqual(planMostBlocks(costs, budget));
    }),
  );
});
