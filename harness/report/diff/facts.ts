/** What was compared, when, and in how many blocks: the facts at the head of a diff. */
import type { DiffPlan, DiffResults, DiffService, FixedPlan, SequentialPlan } from '../../results/schema.ts';
import { shareOf } from '../../results/shares.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import type { Fact } from '../kit/facts.ts';
import { counted, instant, listed, span } from '../kit/format.ts';
import { worseNoun } from './side-names.ts';

export function headlineFacts(results: DiffResults): Fact[] {
  const { run, finished_at } = results;
  const { service } = run;
  return [
    ...(service === undefined ? [] : serviceFacts(service)),
    ['Plan', planText(results)],
    ['When', `${instant(run.started_at)}, took ${span(run.started_at, finished_at)}`],
    ['Run', `${run.id}, duet ${run.duet_version}`],
  ];
}

function serviceFacts({ name, requests }: DiffService): Fact[] {
  const single = requests.filter(({ mix }) => mix === undefined);
  const mixes = requests.filter(({ mix }) => mix !== undefined);
  return [
    ['Service', name],
    ['Requests', single.map((one) => `${one.name} (${one.request})`).join(', ')],
    ...mixes.map((one): Fact => ['Mixed load', `${one.name} (${one.request})`]),
  ];
}

function planText({ run }: DiffResults): string {
  if (run.same_services) return 'nothing was run';
  if (run.counts_only) return 'counts only, nothing was timed';
  const { sequential, fixed } = run.plan;
  const blocks =
    fixed !== undefined
      ? fixedText(fixed)
      : sequential === undefined
        ? stagesText(run.plan)
        : blocksText(sequential, sideNames(run));
  return [blocks, `seed ${run.seed}`].join(', ');
}

function fixedText({ blocks, shards, shard, missing = [] }: FixedPlan): string {
  if (shard !== undefined) {
    const { from, to } = shareOf(blocks, { shard, shards });
    return `blocks ${from + 1} to ${to} of ${blocks}, shard ${shard} of ${shards}`;
  }
  const without =
    missing.length === 0 ? '' : `, without ${missing.length === 1 ? 'shard' : 'shards'} ${listed(missing.map(String))}`;
  return `${blocks} blocks of every cell, shared among ${shards}${without}`;
}

const ENDED: Record<NonNullable<SequentialPlan['ended']>, (names: SideNames) => string> = {
  decided: () => 'ended when all cells were decided',
  regression: (names) => `ended at the first certain ${worseNoun(names)}`,
  blocks: () => 'ended with the last block',
  time: () => 'ended by the time budget',
};

function blocksText({ most_blocks, ended }: SequentialPlan, names: SideNames): string {
  const until = `blocks of every cell until it is decided, at most ${most_blocks}`;
  return ended === undefined ? until : `${until} (${ENDED[ended](names)})`;
}

function stagesText({ screening_blocks, fresh_blocks, suspects, planned }: DiffPlan): string {
  const found = suspects === undefined ? 'not yet chosen' : counted(suspects.length, 'suspect');
  const more = planned
    ? [`${planned.screening_blocks} and ${planned.fresh_blocks} were planned, the budget allowed fewer`]
    : [];
  return [
    `${counted(screening_blocks, 'block')} of every cell`,
    `${fresh_blocks} fresh ones of every suspect (${[found, ...more].join('; ')})`,
  ].join(', ');
}
