/** The time budget of a diff on its way to blocks, before the first of them. */
import { DuetError, EXIT } from '../errors.ts';
import { type DiffCosts, LEAST_BLOCKS, leastBudgetMs, planBudget } from '../gate/budget.ts';
import { expectedPower } from '../gate/power.ts';
import { gatePhases } from '../patterns/gate/index.ts';
import type { Sizes } from '../patterns/profiles.ts';
import { inWords } from '../progress.ts';
import { planDiff } from '../protocol/diff/plan.ts';
import { expectedMs, type PhasesOf } from '../protocol/plan.ts';
import type { CellName, DiffHeader } from '../results/schema.ts';

/** What the end of the lab and the reports take, in ms. */
export const ENDING_MS = 2_000;

export const gatePhasesOf: PhasesOf = (pattern) => gatePhases[pattern];

type Costed = Pick<DiffHeader, 'cells' | 'stacks' | 'seed' | 'sizes'>;

/** What a plan depends on. */
export type Planned = Costed & Pick<DiffHeader, 'counts_only' | 'budget_ms' | 'thresholds'>;

/** What a block of these cells takes, in ms: the mean of two, for a control need not be in every block. */
export function blockMs(header: Costed, cells: CellName[]): number {
  const plan = planDiff({ ...header, cells, plan: { screening_blocks: 2, fresh_blocks: 0 } }, gatePhasesOf);
  return plan.reduce((sum, planned) => sum + expectedMs(planned, sizesOf(header), gatePhasesOf), 0) / 2;
}

const sizesOf = ({ sizes }: Pick<DiffHeader, 'sizes'>) => sizes as unknown as Sizes;

/** @param setupMs what goes before the first block. */
export const costsOf = (header: Costed, setupMs: number): DiffCosts => ({
  setupMs: setupMs + ENDING_MS,
  screeningMs: blockMs(header, header.cells),
  suspectMs: header.cells.map((cell) => blockMs(header, [cell])),
});

/**
 * As many blocks as the budget allows, and the power to expect of them; nothing timed where only counts are asked for.
 * Where set-up took longer than anybody could expect, the fewest that a verdict rests on: late is better than nothing.
 */
export function planBlocks(header: Planned, setupMs: number): Pick<DiffHeader, 'plan' | 'power'> {
  const { cells, counts_only, budget_ms, thresholds } = header;
  if (counts_only || cells.length === 0) return { plan: { screening_blocks: 0, fresh_blocks: 0 }, power: [] };
  const plan = planBudget(costsOf(header, setupMs), budget_ms) ?? LEAST_BLOCKS;
  return { plan, power: expectedPower(plan, cells.length, thresholds.cost) };
}

/** @throws DuetError (exit 2) when the budget does not hold the fewest blocks that a verdict rests on. */
export function refuseTooShort(header: Planned, setupMs: number): void {
  if (header.counts_only) return;
  const costs = costsOf(header, setupMs);
  if (leastBudgetMs(costs) <= header.budget_ms) return;
  const least = Math.ceil(leastBudgetMs(costs) / 1_000);
  const cells = `${costs.suspectMs.length} ${costs.suspectMs.length === 1 ? 'cell' : 'cells'}`;
  throw new DuetError(
    `a budget of ${inWords(header.budget_ms)} is too short: the fewest blocks that a verdict on ${cells} rests on take ${inWords(least * 1_000)}`,
    {
      exitCode: EXIT.usage,
      hint: `--time-budget ${least}s or more, or fewer cells with --pattern and --stack; --counts-only takes seconds`,
    },
  );
}
