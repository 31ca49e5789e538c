/** The timed part of a diff: what is left of its plan, each block from fresh processes of both sides. */
import type { Checkouts } from '../lab/checkout.ts';
import type { Sizes } from '../patterns/profiles.ts';
import { planDiff } from '../protocol/diff/plan.ts';
import type { DiffHeader } from '../results/schema.ts';
import { gatePhasesOf } from './diff-budget.ts';
import { type Measuring, measurePlan } from './measure.ts';

export async function measureDiff(header: DiffHeader, measuring: Measuring, checkouts: Checkouts): Promise<void> {
  const { plan, sizes } = header;
  await measurePlan(planDiff(header, gatePhasesOf), measuring, {
    sizes: sizes as unknown as Sizes,
    onBusyMachine: 'invalid',
    stage: plan.suspects === undefined ? 'screening, ' : '',
    phasesOf: gatePhasesOf,
    sourceOf: checkouts.sourceOf,
    // Whatever a path is worth, base and head have each of them equally often.
    beforePhase: ({ block }) => checkouts.place(block % 2 === 0),
  });
}
