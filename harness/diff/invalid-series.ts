/** Series that are invalid although their own blocks look fine: too many invalid trials, or a control that moved. Pure. */
import type { DiffControl, RowReason } from '../results/schema.ts';
import { type TrialTally, tooManyInvalid } from '../stats/invalid-trials.ts';
import type { Series } from './series.ts';

/**
 * The series, marked as invalid where the diff as a whole gives a reason. Counts stay as they are, for they are exact, and so
 * does growth: what a process keeps does not depend on what else the machine does.
 */
export function markInvalid(
  series: readonly Series[],
  { tally, controls }: { tally: TrialTally; controls: readonly DiffControl[] },
): Series[] {
  const untrusted = tooManyInvalid(tally);
  return series.map((one) => {
    if (one.metric.kind === 'growth') return one;
    const invalid = untrusted ?? movedControl(controls, one) ?? one.invalid;
    return invalid === undefined ? one : { ...one, invalid };
  });
}

/** A control stands for the machine: what moves base against itself may have moved this metric in every cell of the stack. */
function movedControl(controls: readonly DiffControl[], { cell, metric }: Series): RowReason | undefined {
  const moved = controls.find((one) => one.moved && one.stack === cell.stack && one.metric === metric.id);
  return moved && { code: 'control-moved', pattern: moved.pattern, variant: moved.variant };
}
