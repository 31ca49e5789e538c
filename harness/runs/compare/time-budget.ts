/** `--time-budget` on its way from an option to blocks. */

import { inWords } from '../../duration.ts';
import { DuetError, EXIT } from '../../errors.ts';
import { countTrials, planOf } from '../../protocol/plan.ts';
import { expectedCurvesMs } from '../../protocol/plan-curves.ts';
import { PILOT_BLOCKS, spreadBudget } from '../../protocol/time-budget.ts';
import type { RunHeader } from '../../results/schema.ts';
import type { Measuring } from '../measure-plan.ts';

/** What the end of the lab and the reports take, in ms. */
const ENDING_MS = 3_000;

/** @throws DuetError (exit 2) when the budget does not hold the pilot. */
export function refuseTooShort(budgetMs: number, leastMs: number): void {
  if (budgetMs >= leastMs) return;
  const least = Math.ceil(leastMs / 1_000);
  throw new DuetError(
    `a budget of ${inWords(budgetMs)} is too short: with a pilot of ${PILOT_BLOCKS} blocks the run takes ${inWords(leastMs)}`,
    { exitCode: EXIT.usage, hint: `use --time-budget ${least}s or more, fewer patterns, or one stack` },
  );
}

/** Whether the blocks of a run with a budget are still to be decided. */
export const isPilot = ({ time_budget }: RunHeader) => time_budget !== undefined && time_budget.blocks === undefined;

/**
 * Decides the blocks after the pilot, and says so. The budget counts from the start of this process;
 * of an earlier session of the run, what it measured.
 */
export function spendTheRest(header: RunHeader, measuring: Measuring, earlierMs: number): RunHeader {
  const { samples, phases, progress } = measuring;
  const budget_ms = header.time_budget?.budget_ms ?? 0;
  const curvesMs = expectedCurvesMs(header, header.sizes);
  const leftMs = budget_ms - earlierMs - performance.now() - curvesMs - ENDING_MS;
  const time_budget = { budget_ms, ...spreadBudget(header, { samples, phases }, leftMs) };
  const spent = { ...header, time_budget, planned_trials: countTrials(planOf({ ...header, time_budget })) };
  progress.note(describeSpread(spent));
  return spent;
}

function describeSpread({ patterns, blocks, time_budget }: RunHeader): string {
  const added = patterns.flatMap((name) => {
    const more = (time_budget?.blocks?.[name] ?? blocks) - blocks;
    return more > 0 ? [`${name} +${more}`] : [];
  });
  if (added.length === 0) return 'the pilot leaves no time for more blocks';
  return `spending ${inWords(time_budget?.spread_ms ?? 0)} where intervals are widest: ${added.join(', ')}`;
}
