/** A plan in words, for --dry-run: every trial in its order, and the time it is expected to take. Pure. */
import { patterns } from '../patterns/index.ts';
import type { Sizes } from '../patterns/profiles.ts';
import { expectedMs, type PlannedPhase } from './plan.ts';

/** What set-up, verification, calibration and the reports take together on a warm machine, in ms. */
const AROUND_MS = 15_000;

export function describePlan(plan: PlannedPhase[], sizes: Sizes): string {
  const totalMs = plan.reduce((sum, planned) => sum + expectedMs(planned, sizes), AROUND_MS);
  const trials = plan.reduce((sum, planned) => sum + planned.trials.length, 0);
  return [
    ...plan.flatMap((planned) => [
      `block ${planned.block + 1}  ${planned.pattern}, ${patterns[planned.pattern].phases[planned.phase]?.name}: ` +
        `fresh services, then about ${seconds(expectedMs(planned, sizes))}`,
      ...planned.trials.map(
        ({ trial, stack, variant, arm }) =>
          `  ${String(trial + 1).padStart(4)}  ${stack}/${variant}${arm ? ' (A/A control)' : ''}`,
      ),
    ]),
    `${trials} trials, expected time ${seconds(totalMs)} with set-up`,
  ].join('\n');
}

const seconds = (ms: number) => (ms < 90_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`);
