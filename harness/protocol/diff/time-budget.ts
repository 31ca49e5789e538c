/** The time budget of a diff on its way to blocks, before the first of them. */

import { type DiffCosts, LEAST_BLOCKS, leastBudgetMs, planMostBlocks } from '../../diff/most-blocks.ts';
import { expectedPower } from '../../diff/power.ts';
import { inWords } from '../../duration.ts';
import { DuetError, EXIT } from '../../errors.ts';
import { diffMetricsOf, diffPhases, isPrimary } from '../../patterns/diff/index.ts';
import { WINDOWS } from '../../patterns/diff/load-phase.ts';
import type { Asking } from '../../requests/asking.ts';
import { requestPhases } from '../../requests/phases.ts';
import type { CellName, DiffHeader } from '../../results/schema.ts';
import { planLooks, SEQUENTIAL_RULE } from '../../stats/sequential.ts';
import { expectedMs, type PhasesOf } from '../plan.ts';
import { planDiff } from './plan.ts';

/** What the end of the lab and the reports take, in ms. */
export const ENDING_MS = 2_000;

/**
 * What a diff times of each pattern; of a reader's service what its requests are.
 * @param asking absent where phases are only planned.
 */
export function diffPhasesOf({ service }: Pick<DiffHeader, 'service'>, asking?: Asking): PhasesOf {
  const ofRequests = service === undefined ? [] : requestPhases(service, asking);
  return (pattern) => (pattern === 'request' ? ofRequests : diffPhases[pattern]);
}

type Costed = Pick<DiffHeader, 'cells' | 'stacks' | 'seed' | 'sizes' | 'service'>;

/** What a plan depends on. */
export type Planned = Costed &
  Pick<DiffHeader, 'counts_only' | 'budget_ms' | 'thresholds'> & {
    /** Whether the sides share a core with everything else. Default: that is not known yet. */
    lockstep?: boolean;
  };

/** What a block of these cells takes, in ms: the mean of two, for a control need not be in every block. */
export const blockMs = (header: Costed, cells: CellName[]): number => blocksMs(header, [cells, cells]) / 2;

function blocksMs(header: Costed, blocks: CellName[][]): number {
  const phasesOf = diffPhasesOf(header);
  const plan = planDiff(header, blocks, phasesOf);
  return plan.reduce((sum, planned) => sum + expectedMs(planned, header.sizes, phasesOf), 0);
}

/** @param setupMs what goes before the first block. */
export function costsOf(header: Costed, setupMs: number): DiffCosts {
  const meanMs = blockMs(header, header.cells);
  // The first block has a control, so that an odd number of them takes longer than its mean.
  const aboveMeanMs = blocksMs(header, [header.cells]) - meanMs;
  return {
    setupMs: setupMs + aboveMeanMs + ENDING_MS,
    blockMs: meanMs,
    cellMs: header.cells.map((cell) => blockMs(header, [cell])),
  };
}

/** The looks at the blocks that the budget allows, and the power to expect; nothing timed where only counts are asked for. */
export function planBlocks(header: Planned, setupMs: number): Pick<DiffHeader, 'plan' | 'power'> {
  const { cells, counts_only, budget_ms, thresholds } = header;
  const twoStages = { screening_blocks: 0, fresh_blocks: 0 };
  if (counts_only || cells.length === 0) return { plan: twoStages, power: [] };
  const most_blocks = planMostBlocks(costsOf(header, setupMs), budget_ms);
  const primary = cells.flatMap(({ pattern }) => diffMetricsOf(header, pattern).filter(isPrimary));
  const looks = planLooks(most_blocks, primary.length);
  return {
    plan: {
      sequential: { rule: SEQUENTIAL_RULE, most_blocks, looks },
      ...turnsOf(header),
      ...twoStages,
    },
    power: expectedPower(looks, thresholds.cost, cells),
  };
}

/** How a cell with a closed loop is measured; nothing where there is none. */
export function turnsOf(header: Planned): Pick<DiffHeader['plan'], 'turns'> {
  const phasesOf = diffPhasesOf(header);
  const isInTurns = header.cells.some(({ pattern }) => phasesOf(pattern).some(({ inTurns }) => inTurns !== undefined));
  return isInTurns ? { turns: { windows: WINDOWS, lockstep: header.lockstep ?? false } } : {};
}

/** @throws DuetError (exit 2) when the budget does not hold the fewest blocks with which a diff begins. */
export function refuseTooShort(header: Planned, setupMs: number): void {
  if (header.counts_only) return;
  const costs = costsOf(header, setupMs);
  if (leastBudgetMs(costs) <= header.budget_ms) return;
  const least = Math.ceil(leastBudgetMs(costs) / 1_000);
  const cells = `${costs.cellMs.length} ${costs.cellMs.length === 1 ? 'cell' : 'cells'}`;
  throw new DuetError(
    `a budget of ${inWords(header.budget_ms)} is too short: ${LEAST_BLOCKS} blocks of ${cells}, below which hardly anything is decided, take ${inWords(least * 1_000)}`,
    {
      exitCode: EXIT.usage,
      hint: `use --time-budget ${least}s or more, or fewer cells with --pattern and --stack; --counts-only takes seconds`,
    },
  );
}
