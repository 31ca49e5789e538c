/** How much of a change to inject so that it is the share it is meant to be, from what the diffs so far tell. Pure. */
import { median } from '../stats/quantiles.ts';
import { type Change, NOTHING, type Target } from './bench-gate-changes.ts';
import { cellOf, changedRow, changeNamed, isSameMachine, type KeptDiff, type Machine } from './bench-gate-kept.ts';

/** How much to inject, in the metric's unit; or the name of the change that has to be tried first to know it. */
export type Sized = { amount: number } | { first: string };

/**
 * The share of what the unchanged endpoint takes on this machine. What is put in arrives: memory is held, and work is read
 * as `make bench-cpu-read` says.
 * @param kept of the present rule.
 */
export function sizeOf(change: Change, target: Target | undefined, kept: readonly KeptDiff[], here: Machine): Sized {
  const { share, expected } = change;
  if (share === undefined || expected === undefined || target === undefined) return { amount: 0 };
  const base = measuredBase(kept, target, expected.metric, here);
  return base === undefined ? { first: NOTHING } : { amount: share * base };
}

/** The number of diffs that count, the latest ones: the speed of a shared machine changes from hour to hour. */
const LATEST = 3;

/**
 * What a request of the unchanged endpoint takes of a metric on such a machine: the median over the bases of the
 * latest diffs in which base was unchanged. Undefined before there is one.
 */
export function measuredBase(
  kept: readonly KeptDiff[],
  target: Target,
  metric: string,
  here: Machine,
): number | undefined {
  const values = kept
    .filter((diff) => cellOf(diff) === cellOf(target) && isSameMachine(diff.machine, here))
    .filter(({ change: name }) => changeNamed(name)?.side === 'head' && !changeNamed(name)?.burner)
    .flatMap((diff) => changedRow(diff, metric)?.base ?? []);
  return values.length === 0 ? undefined : median(values.slice(-LATEST));
}
