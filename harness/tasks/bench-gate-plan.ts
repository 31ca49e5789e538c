/** Which diff the bench of the gate makes next, so that a short run has some of every change. Pure. */
import { budgetOf, type Change, type Target } from './bench-gate-changes.ts';
import { cellOf, changeNamed, isBusy, isSameMachine, type KeptDiff, type Machine } from './bench-gate-kept.ts';
import { sizeOf } from './bench-gate-sizing.ts';

export interface PlannedDiff {
  change: Change;
  /** Undefined: everything. */
  target: Target | undefined;
  /** What is injected, in the metric's unit. */
  amount: number;
  /** A number among all diffs of this change in this cell, so that no two draw the same order. */
  seed: number;
}

export interface Bench {
  changes: readonly Change[];
  /** Those of the present rule, on every machine; a later one stands behind. */
  kept: readonly KeptDiff[];
  here: Machine;
  /** As many of `kept` were there when this run began. */
  before: number;
}

/** What tells nothing twice in a run is not tried a third time. */
const MOST_TRIES = 2;

/**
 * Each change once, then the one of whose diffs the smallest part was tried, in the cell where that is smallest. A diff
 * counts as made where the machine was its own; one beside other work is tried, and shown apart. Undefined when all are
 * made, or when this machine does not tell how much to inject.
 */
export function nextDiff({ changes, kept, here, before }: Bench): PlannedDiff | undefined {
  const candidates = changes
    .filter(({ diffs }) => diffs.length > 0)
    .map((change) => ({ change, tried: kept.filter((diff) => diff.change === change.name) }))
    .flatMap(({ change, tried }) => {
      const target = leastTried(change, tried);
      return target === 'none' ? [] : [{ change, target, part: tried.length / change.diffs.length }];
    })
    .toSorted((one, other) => one.part - other.part);
  for (const { change, target } of candidates) {
    const found = sized(change, target, kept, here);
    const tries = kept.slice(before).filter((diff) => isOf(diff, found.change, target)).length;
    if (found.change === change || tries < MOST_TRIES) return found;
  }
  return undefined;
}

/** The cell with the smallest part of its diffs tried, of those that have not all been made. */
function leastTried({ diffs }: Change, tried: readonly KeptDiff[]): Target | undefined | 'none' {
  const cells = [...Map.groupBy(diffs, cellOf)].map(([cell, planned]) => {
    const own = tried.filter((diff) => cellOf(diff) === cell);
    const isMade = own.filter((diff) => !isBusy(diff)).length >= planned.length;
    return { target: planned[0], isMade, part: own.length / planned.length };
  });
  const [least] = cells.filter(({ isMade }) => !isMade).toSorted((one, other) => one.part - other.part);
  return least === undefined ? 'none' : least.target;
}

/** The diff itself, or the one that has to tell first how much to inject. */
function sized(change: Change, target: Target | undefined, kept: readonly KeptDiff[], here: Machine): PlannedDiff {
  const size = sizeOf(change, target, kept, here);
  if ('first' in size) return sized(changeNamed(size.first) as Change, target, kept, here);
  const seed = 1 + kept.filter((diff) => isOf(diff, change, target)).length;
  return { change, target, amount: size.amount, seed };
}

const isOf = (diff: KeptDiff, { name }: Change, target: Target | undefined): boolean =>
  diff.change === name && cellOf(diff) === cellOf(target);

/** Copying the code of both sides. */
const COPYING_MS = 3_000;
/** The time of a diff that only counts, before there is one. */
const COUNTS_MS = 20_000;

/** The budget, or the longest that such a diff has taken on such a machine. */
export function expectedMs(
  { change, target }: Pick<PlannedDiff, 'change' | 'target'>,
  kept: readonly KeptDiff[],
  here: Machine,
): number {
  const budget = budgetOf(change, target);
  const same = kept.filter(
    (diff) =>
      isSameMachine(diff.machine, here) && cellOf(diff) === cellOf(target) && diff.budget === (budget?.text ?? null),
  );
  return COPYING_MS + Math.max(budget?.ms ?? COUNTS_MS, ...same.map(({ ms }) => ms));
}
