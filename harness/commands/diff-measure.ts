/** The timed part of a diff: what is left of its plan, each block from fresh processes of both sides. */
import { DuetError, EXIT } from '../errors.ts';
import type { Checkouts } from '../lab/checkout.ts';
import type { Sizes } from '../patterns/profiles.ts';
import { planDiff } from '../protocol/diff/plan.ts';
import type { DiffHeader } from '../results/schema.ts';
import { gatePhasesOf } from './diff-budget.ts';
import { hasTimeFor } from './diff-pace.ts';
import { type Measuring, measurePlan } from './measure.ts';

export interface DiffMeasuring extends Measuring {
  /** When this session began to measure, by performance.now(). */
  startedMs: number;
  /** Of the time budget, in ms. */
  spentMs(): number;
}

/**
 * A budget is planned for a quiet machine. On a slower one there are fewer blocks, as many as a verdict rests on at
 * least; where the budget is used up, invalid trials are not measured again; at twice the budget the diff gives up: on
 * a machine that busy the rest would tell no more.
 * @throws DuetError (exit 5) then.
 */
export async function measureDiff(header: DiffHeader, measuring: DiffMeasuring, checkouts: Checkouts): Promise<void> {
  const { plan, sizes, budget_ms } = header;
  await measurePlan(planDiff(header, gatePhasesOf), measuring, {
    sizes: sizes as unknown as Sizes,
    onBusyMachine: 'invalid',
    stage: plan.suspects === undefined ? 'screening, ' : '',
    phasesOf: gatePhasesOf,
    sourceOf: checkouts.sourceOf,
    goesOn({ block }) {
      // By this session or an earlier one: half a block would be out of balance.
      const isBegun = [...measuring.phases, ...measuring.samples].some((one) => one.block === block);
      return isBegun || hasTimeFor(block, header, { phases: measuring.phases, spentMs: measuring.spentMs() });
    },
    mayRepeat: () => measuring.spentMs() < budget_ms,
    beforePhase({ block }) {
      if (performance.now() - measuring.startedMs > 2 * budget_ms) throw gaveUp(block);
      // Whatever a path is worth, base and head have each of them equally often.
      return checkouts.place(block % 2 === 0);
    },
  });
}

const gaveUp = (block: number) =>
  new DuetError(`twice the time budget was used up before block ${block + 1}: this machine is too busy to tell`, {
    exitCode: EXIT.invalid,
    hint: 'run it again on a quieter machine, or with a larger --time-budget',
  });
