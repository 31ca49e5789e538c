/** A plan in words, for --dry-run: every trial in its order, and the time it is expected to take. Pure. */
import { roughlyInWords } from '../duration.ts';
import type { Sizes, TimeBudget } from '../results/schema.ts';
import { countTrials, expectedMs, ownPhases, type PlannedPhase } from './plan.ts';

/** What set-up, verification, calibration and the reports take together on a warm machine, in ms. */
export const AROUND_MS = 15_000;

/** @param budget of a run whose plan, so far, is its pilot. */
export function describePlan(plan: PlannedPhase[], sizes: Sizes, budget?: TimeBudget): string {
  const totalMs = plan.reduce((sum, planned) => sum + expectedMs(planned, sizes), AROUND_MS);
  return [
    ...plan.flatMap((planned) => [
      `block ${planned.block + 1}  ${planned.pattern}, ${ownPhases(planned.pattern)[planned.phase]?.name}: ` +
        `${planned.continues ? 'the same services' : 'fresh services, then'} about ${roughlyInWords(expectedMs(planned, sizes))}`,
      ...planned.trials.map(
        ({ trial, stack, variant, arm }) =>
          `  ${String(trial + 1).padStart(4)}  ${stack}/${variant}${arm ? ' (A/A control)' : ''}`,
      ),
    ]),
    `${countTrials(plan)} trials, expected time ${roughlyInWords(totalMs)} with set-up`,
    ...(budget && budget.blocks === undefined ? [restOfBudget(budget)] : []),
  ].join('\n');
}

const restOfBudget = ({ budget_ms }: TimeBudget) =>
  `This is the pilot. What it leaves of ${roughlyInWords(budget_ms)} goes to the patterns whose gains have the widest intervals, ` +
  'as its blocks spread and as long as they took: decided once, then every planned block runs.';
