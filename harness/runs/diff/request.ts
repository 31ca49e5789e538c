/** What `duet diff` is asked to compare: two sides by the options, or the rest of an interrupted diff. */
import { refused } from '../../errors.ts';
import { drawSeed } from '../../options/command-line.ts';
import { alertsOf, type DiffOptions } from '../../options/diff.ts';
import { type AcceptOptions, statedLines } from '../../options/diff-accept.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import type { StoredDiff } from '../../results/diff-folder.ts';
import type { AcceptedLine, DiffSide } from '../../results/schema.ts';
import type { ResumableRequest } from '../kind.ts';
import { newRunId } from '../session.ts';
import type { RequestedDiffHeader } from './header.ts';
import { expectPlan } from './plan.ts';

export interface DiffRequest extends ResumableRequest {
  header: RequestedDiffHeader;
  /** As typed, or the commit that it was; undefined for the working tree. */
  sides: BySide<string | undefined>;
  /** A base that is a branch means its tip, even where it has diverged from head. */
  exactBase: boolean;
  /** The changes that were stated for it; of a diff that goes on they stand in its header. */
  accepted: AcceptedLine[];
  /** Measure, although the services of both sides are the same. */
  evenIfEqual: boolean;
  /** What an interrupted diff has measured already. */
  earlier?: StoredDiff;
}

/** @throws DuetError (exit 2) where there is no base, or the time budget is too short. */
export function newDiff(sides: DiffRequest['sides'], options: DiffOptions & AcceptOptions): DiffRequest {
  const { exactBase = false, evenIfEqual = false } = options;
  if (sides.base === undefined) {
    throw refused(
      'there is no base to compare with',
      'give one: duet diff main, or make diff BASE=main; it can be a folder',
    );
  }
  const header: RequestedDiffHeader = {
    id: newRunId('diff'),
    ...drawSeed(options.seed),
    started_at: new Date().toISOString(),
    budget_ms: options.timeBudget,
    counts_only: options.countsOnly,
    thresholds: options.threshold,
    alerts: alertsOf(options),
    fail_on: options.failOn,
    strict: options.strict,
    patterns: options.pattern,
    stacks: options.stack,
  };
  const accepted = statedLines(options);
  expectPlan(header);
  return { header, sides, exactBase, accepted, evenIfEqual, out: options.out };
}

export const restOfDiff = (earlier: StoredDiff, out: string): DiffRequest => ({
  header: { ...earlier.header, started_at: new Date().toISOString() },
  sides: { base: againAs(earlier.header.sides.base), head: againAs(earlier.header.sides.head) },
  exactBase: false,
  accepted: [],
  evenIfEqual: true,
  out,
  earlier,
});

/** A side as it has to be asked for again: a branch may have moved on, its commit has not. */
export const againAs = ({ kind, given, commit }: DiffSide): string | undefined =>
  kind === 'working-tree' ? undefined : kind === 'ref' ? (commit ?? given) : given;
