import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DiffCosts, hasTimeForFresh, hasTimeToScreen, leastBudgetMs, planBudget } from './budget.ts';

/** One Node cell, as measured where the budget of 75 s comes from. */
const oneCell: DiffCosts = { setupMs: 6_000, screeningMs: 4_000, suspectMs: [4_000] };

test('the least budget is 5 blocks of every cell and 12 of the dearest one', () => {
  const costs = { setupMs: 10_000, screeningMs: 5_000, suspectMs: [1_000, 3_000] };
  expect(leastBudgetMs(costs)).toBe(10_000 + 5 * 5_000 + 12 * 3_000);
});

test('a narrow diff of 75 s gets 5 + 12 blocks', () => {
  expect(planBudget(oneCell, 75_000)).toEqual({ screening_blocks: 5, fresh_blocks: 12 });
});

test('below the least budget there is no plan', () => {
  expect(planBudget(oneCell, leastBudgetMs(oneCell) - 1)).toBeNull();
  expect(planBudget(oneCell, leastBudgetMs(oneCell))).toEqual({ screening_blocks: 5, fresh_blocks: 12 });
});

test('more time gives more of both kinds of blocks, up to 12 + 28', () => {
  expect(planBudget(oneCell, 100_000)).toEqual({ screening_blocks: 7, fresh_blocks: 16 });
  expect(planBudget(oneCell, 3_600_000)).toEqual({ screening_blocks: 12, fresh_blocks: 28 });
});

test('with twelve cells time is kept for two suspects', () => {
  const twelve = { setupMs: 0, screeningMs: 12, suspectMs: Array.from({ length: 12 }, () => 1) };
  expect(planBudget(twelve, 6 * 12 + 2 * 14)).toEqual({ screening_blocks: 6, fresh_blocks: 14 });
  expect(planBudget(twelve, 6 * 12 + 2 * 14 - 1)).toEqual({ screening_blocks: 5, fresh_blocks: 12 });
});

test('a larger budget never gives fewer blocks, and the plan with one suspect fits', () => {
  const ms = fc.integer({ min: 1, max: 60_000 });
  const costs = fc.record({ setupMs: ms, screeningMs: ms, suspectMs: fc.array(ms, { minLength: 1, maxLength: 12 }) });
  fc.assert(
    fc.property(costs, fc.nat(2_000_000), fc.nat(2_000_000), (costs, budget, more) => {
      const [less, plan] = [planBudget(costs, budget), planBudget(costs, budget + more)];
      expect(plan?.screening_blocks ?? 0).toBeGreaterThanOrEqual(less?.screening_blocks ?? 0);
      if (plan === null) return;
      const { setupMs, screeningMs, suspectMs } = costs;
      const one = plan.screening_blocks * screeningMs + plan.fresh_blocks * Math.max(...suspectMs);
      expect(setupMs + one).toBeLessThanOrEqual(budget + more);
    }),
  );
});

test('one more screening block must leave time for the fresh ones that go with as many', () => {
  expect(hasTimeToScreen(6, oneCell, 4_000 + 16 * 4_000)).toBe(true);
  expect(hasTimeToScreen(6, oneCell, 4_000 + 16 * 4_000 - 1)).toBe(false);
});

test('a fresh block is expected to take what the earlier ones took', () => {
  expect(hasTimeForFresh(14, 14 * 3_000, 3_000)).toBe(true);
  expect(hasTimeForFresh(14, 14 * 3_000, 2_999)).toBe(false);
});

test('the fewest that a verdict rests on are not a question of time', () => {
  expect([4, 5].map((blocks) => hasTimeToScreen(blocks, oneCell, 0))).toEqual([true, false]);
  expect([11, 12].map((blocks) => hasTimeForFresh(blocks, 1_000 * blocks, 0))).toEqual([true, false]);
});
