/** From the shares of one plan to the results of the whole diff, judged once. Pure. */
import type {
  AnswerDifference,
  DiffControl,
  DiffHeader,
  DiffResults,
  Machine,
  RuleTally,
} from '../../results/schema.ts';
import { shareOf } from '../../results/shares.ts';
import type { TrialTally } from '../../stats/invalid-trials.ts';
import { noiseFloor, sharedLevel } from '../../stats/noise-floor.ts';
import { markInvalid } from '../invalid-series.ts';
import { concludeRows } from '../judge-diff.ts';
import { timedRows } from '../timed-rows.ts';
import { mergeExact } from './merge-exact.ts';
import { mergeSeries } from './merge-series.ts';

/** Measured for a plan of which it is a share. */
export type ShardResults = DiffResults & { run: ShardHeader };
type ShardHeader = DiffHeader & { plan: { fixed: { shard: number } } };

/** What the merged results are called. */
export type MergedName = Pick<DiffHeader, 'id' | 'command'>;

export const isShard = (results: DiffResults): results is ShardResults => results.run.plan.fixed?.shard !== undefined;
export const shardOf = ({ run }: ShardResults): number => run.plan.fixed.shard;

/** The shares of their plan that are not among these, which are not none. */
export function missingShards(shards: readonly ShardResults[]): number[] {
  const there = shards.map(shardOf);
  const planned = shards[0]?.run.plan.fixed.shards ?? 0;
  return Array.from({ length: planned }, (_, index) => index + 1).filter((shard) => !there.includes(shard));
}

/**
 * The same shares give the same results, in whatever order they are named.
 * @param given of one plan (see differences.ts), each at most once.
 */
export function mergeShards(given: readonly ShardResults[], name: MergedName): DiffResults {
  const shards = given.toSorted((one, other) => shardOf(one) - shardOf(other));
  const header = { ...mergeHeaders(shards), ...name };
  const tally = mergeTallies(shards.map(({ validity }) => validity));
  const controls = mergeControls(shards);
  const series = markInvalid(mergeSeries(shards), { tally, controls });
  const rows = [...mergeExact(shards.map(({ run }) => run)), ...timedRows(series, header)];
  const finished_at = latest(shards.map((one) => one.finished_at));
  return concludeRows(header, { rows, tally, controls }, { finished_at, status: 'complete', status_reason: null });
}

/** That of the first share, with what all of them say. */
function mergeHeaders(shards: readonly ShardResults[]): DiffHeader {
  const [first] = shards as [ShardResults];
  const { shard: _shard, ...fixed } = first.run.plan.fixed;
  const missing = missingShards(shards);
  const { turns } = first.run.plan;
  const lockstep = shards.every(({ run }) => run.plan.turns?.lockstep ?? true);
  const { resumed_at: _resumed, ...run } = first.run;
  return {
    ...run,
    started_at: earliest(shards.map((one) => one.run.started_at)),
    plan: {
      ...first.run.plan,
      ...(turns === undefined ? {} : { turns: { ...turns, lockstep } }),
      fixed: { ...fixed, ...(missing.length === 0 ? {} : { missing }) },
    },
    machines: shards.map(machineOf),
    answers: mergeAnswers(shards.map((one) => one.run.answers)),
  };
}

function machineOf(results: ShardResults): Machine {
  const { run, validity, finished_at, status } = results;
  const { blocks, shards, shard } = run.plan.fixed;
  const { from, to } = shareOf(blocks, { shard, shards });
  const { cpu, cores, kernel } = run.environment;
  return {
    ...{ shard, id: run.id, cpu, cores, kernel, started_at: run.started_at, finished_at, status },
    ...{ blocks: to - from, trials: validity.trials, invalid: validity.invalid },
  };
}

/** Each place once, with the values of the machine that is named first. */
function mergeAnswers(all: readonly AnswerDifference[][]): AnswerDifference[] {
  const keyOf = ({ pattern, stack, variant, path }: AnswerDifference) =>
    JSON.stringify([pattern, stack, variant, path]);
  return [...Map.groupBy(all.flat(), keyOf).values()].map(([first]) => first as AnswerDifference);
}

function mergeTallies(all: readonly DiffResults['validity'][]): TrialTally {
  const sum = (of: (one: DiffResults['validity']) => number) => all.reduce((total, one) => total + of(one), 0);
  const reasons = [
    ...Map.groupBy(
      all.flatMap((one) => one.reasons),
      ({ rule }) => rule,
    ).values(),
  ].map(
    (some): RuleTally => ({
      ...(some[0] as RuleTally),
      trials: some.reduce((total, { trials }) => total + trials, 0),
    }),
  );
  return {
    trials: sum(({ trials }) => trials),
    repeated: sum(({ repeated }) => repeated),
    invalid: sum(({ invalid }) => invalid),
    reasons: reasons.sort((one, other) => other.trials - one.trials),
  };
}

/** Whether a control moved is asked of the blocks of all machines. */
function mergeControls(shards: readonly ShardResults[]): DiffControl[] {
  const keyOf = ({ pattern, stack, variant, metric }: DiffControl) => JSON.stringify([pattern, stack, variant, metric]);
  const groups = [
    ...Map.groupBy(
      shards.flatMap(({ controls }) => controls),
      keyOf,
    ).values(),
  ];
  return groups.map((some) => {
    const { pattern, stack, variant, metric } = some[0] as DiffControl;
    const blocks = some.flatMap(({ ratio }) => ratio.blocks);
    const { ratio, sdPerBlock, moved } = noiseFloor(blocks, sharedLevel(groups.length));
    return { pattern, stack, variant, metric, ratio, sd_per_block: sdPerBlock, moved };
  });
}

const earliest = (times: readonly string[]): string => times.toSorted()[0] as string;
const latest = (times: readonly string[]): string => times.toSorted().at(-1) as string;
