/** What `duet diff` is asked to compare: two sides by the options, or the rest of an interrupted diff. */
import { refused } from '../../errors.ts';
import { isPackage } from '../../install.ts';
import type { Ways } from '../../options/ab.ts';
import { drawSeed } from '../../options/command-line.ts';
import { alertsOf, type DiffOptions, type TimedOptions } from '../../options/diff.ts';
import { type AcceptOptions, statedLines } from '../../options/diff-accept.ts';
import { plannedShare, SHARED_SEED } from '../../options/shard.ts';
import type { PlannedShare } from '../../protocol/diff/share.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import type { StoredDiff } from '../../results/diff-folder.ts';
import type { AcceptedLine, DiffHeader, DiffSide } from '../../results/schema.ts';
import type { ReadService } from '../../service/read-config.ts';
import type { ResumableRequest } from '../kind.ts';
import { newRunId } from '../session.ts';
import type { RequestedDiffHeader } from './header.ts';
import { expectPlan } from './plan.ts';

/** A service of the reader's, and whether base has its commands from a config file of its own, if there is one. */
export interface ServiceToDiff {
  described: ReadService;
  ownConfigs: boolean;
  /** Two ways of one working tree, for `duet ab`. */
  ways?: Ways;
}

export interface DiffRequest extends ResumableRequest {
  header: RequestedDiffHeader;
  /** As typed, or the commit that it was; undefined for the working tree. */
  sides: BySide<string | undefined>;
  /** A base that is a branch means its tip, even where it has diverged from head. */
  exactBase: boolean;
  /** The changes that were stated for it; of a diff that goes on they stand in its header. */
  accepted: AcceptedLine[];
  /** The reader's; absent for duet's own. */
  service?: ServiceToDiff;
  /** End with exit 3 where the sides answer a request differently. */
  sameAnswers: boolean;
  /** Measure, although the services of both sides are the same. */
  evenIfEqual: boolean;
  /** Measure only this share; of a diff that goes on it stands in its header. */
  share?: PlannedShare;
  /** What an interrupted diff has measured already. */
  earlier?: StoredDiff;
}

/** @throws DuetError (exit 2) where there is no base, or the time budget is too short. */
export function newDiff(
  sides: DiffRequest['sides'],
  options: DiffOptions & AcceptOptions,
  service?: ServiceToDiff,
): DiffRequest {
  const { exactBase = false, evenIfEqual = false, sameAnswers = false } = options;
  if (sides.base === undefined) {
    const byMake = service === undefined && !isPackage ? ', or make diff BASE=main' : '';
    throw refused('there is no base to compare with', `give one: duet diff main${byMake}; it can be a folder`);
  }
  const share = plannedShare(options);
  const timed = share === undefined ? options : { ...options, seed: options.seed ?? SHARED_SEED, timeBudget: 0 };
  const header = newHeader(timed, {
    ...{ alerts: alertsOf(options), fail_on: options.failOn, strict: options.strict },
    ...(service === undefined ? { patterns: options.pattern, stacks: options.stack } : OF_A_SERVICE),
  });
  const accepted = statedLines(options);
  const asked = {
    ...{ header, sides, exactBase, accepted, evenIfEqual, sameAnswers, out: options.out },
    ...(share === undefined ? {} : { share }),
  };
  // What the requests of a reader's service take is found when they are sent.
  if (service !== undefined) return { ...asked, service };
  expectPlan(header, share);
  return asked;
}

/** What is judged of a reader's service. */
export const OF_A_SERVICE: Pick<RequestedDiffHeader, 'patterns' | 'stacks'> = {
  patterns: ['request'],
  stacks: ['service'],
};

/** The header of a diff or of two ways, as far as options say it. */
export const newHeader = (
  options: TimedOptions,
  judging: Pick<RequestedDiffHeader, 'alerts' | 'fail_on' | 'strict' | 'patterns' | 'stacks'>,
  command: 'diff' | 'ab' = 'diff',
): RequestedDiffHeader => ({
  id: newRunId(command),
  ...drawSeed(options.seed),
  started_at: new Date().toISOString(),
  budget_ms: options.timeBudget,
  counts_only: options.countsOnly,
  thresholds: options.threshold,
  ...judging,
});

/** @param service what is to be asked again, for a diff of the reader's service. */
export const restOfDiff = (earlier: StoredDiff, out: string, service?: ServiceToDiff): DiffRequest => ({
  ...shareAgain(earlier.header),
  header: { ...earlier.header, started_at: new Date().toISOString() },
  sides: { base: againAs(earlier.header.sides.base), head: againAs(earlier.header.sides.head) },
  exactBase: false,
  accepted: [],
  evenIfEqual: true,
  // The sides were asked before the diff was interrupted.
  sameAnswers: false,
  ...(service === undefined ? {} : { service }),
  out,
  earlier,
});

function shareAgain({ plan: { fixed } }: DiffHeader): Pick<DiffRequest, 'share'> {
  if (fixed?.shard === undefined) return {};
  const { shard, shards, blocks } = fixed;
  return { share: { shard, shards, blocks } };
}

/** A side as it has to be asked for again: a branch may have moved on, its commit has not. */
export const againAs = ({ kind, given, commit }: DiffSide): string | undefined =>
  kind === 'working-tree' ? undefined : kind === 'ref' ? (commit ?? given) : given;
