/** The time budget of a diff once it measures: a bound, whatever the machine turns out to be. Decided by time alone. */

import type { DiffHeader, FinishedPhase, Sample } from '../../results/schema.ts';
import { expectedMs, type PlannedPhase } from '../plan.ts';
import { diffPhasesOf, ENDING_MS } from './time-budget.ts';

/** What is behind a diff. */
export interface Spent {
  /** The plan so far. */
  plan: readonly PlannedPhase[];
  phases: readonly FinishedPhase[];
  samples: readonly Sample[];
  /** The time spent of the budget, in ms; for an earlier session of the diff, what its phases took. */
  spentMs: number;
}

type Budgeted = Pick<DiffHeader, 'budget_ms' | 'sizes' | 'service'>;

/** What may still be measured, in ms: what the reports take is kept. */
export const leftMs = ({ budget_ms }: Budgeted, { spentMs }: Pick<Spent, 'spentMs'>): number =>
  budget_ms - spentMs - ENDING_MS;

/** Whether the budget still holds phases that share their processes, were they as slow as the slowest of their kind so far. */
export function hasTimeFor(lifetime: readonly PlannedPhase[], header: Budgeted, spent: Spent): boolean {
  const paces = pacesOf(header, spent);
  const slowest = Math.max(1, ...paces.map(({ pace }) => pace));
  const ms = lifetime.reduce((sum, planned) => {
    const ofKind = paces.filter(({ pattern, phase }) => pattern === planned.pattern && phase === planned.phase);
    const pace = ofKind.length === 0 ? slowest : Math.max(...ofKind.map((one) => one.pace));
    return sum + pace * plannedMs(planned, header);
  }, 0);
  return ms <= leftMs(header, spent);
}

/** How many times as long as planned each phase took, without the second attempts, which end with the time. */
function pacesOf(header: Budgeted, { plan, phases, samples }: Spent) {
  return phases.flatMap(({ block, pattern, phase, ms }) => {
    const planned = plan.find((one) => one.block === block && one.pattern === pattern && one.phase === phase);
    if (planned === undefined) return [];
    const attempts = samples.filter((sample) => sample.block === block && sample.pattern === pattern);
    const planMs = ms * (planned.trials.length / Math.max(planned.trials.length, attempts.length));
    return [{ pattern, phase, pace: planMs / plannedMs(planned, header) }];
  });
}

const plannedMs = (planned: PlannedPhase, header: Budgeted): number =>
  expectedMs(planned, header.sizes, diffPhasesOf(header));
