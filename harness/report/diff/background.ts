/** What a diff rests on: the power it was expected to have, its method, and how to repeat it. */
import type { DiffPlan, DiffResults, DiffService, FixedPlan, SequentialPlan } from '../../results/schema.ts';
import { shareOf } from '../../results/shares.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import { BLOCKS_RULE } from '../../stats/count-verdict.ts';
import { DIFFER_BELOW, OF_HALF } from '../../stats/fixed-sample.ts';
import { GROWTH_RULE } from '../../stats/growth.ts';
import { SECOND_THRESHOLD } from '../../stats/second-threshold.ts';
import { DELTAS, verdictRule } from '../../stats/verdict.ts';
import type { Fact } from '../kit/facts.ts';
import { counted, instant, listed, quantity, span } from '../kit/format.ts';
import { percentBand, share } from '../kit/percent.ts';
import { capacityText } from '../kit/placement.ts';
import { type DataTable, numbersFrom } from '../kit/tables.ts';
import { isGrowth } from './changes.ts';
import { powerRows } from './power-rows.ts';

/** What was compared, when, and in how many blocks. */
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
    fixed !== undefined ? fixedText(fixed) : sequential === undefined ? stagesText(run.plan) : blocksText(sequential);
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

const ENDED: Record<NonNullable<SequentialPlan['ended']>, string> = {
  decided: 'ended when all cells were decided',
  regression: 'ended at the first certain regression',
  blocks: 'ended with the last block',
  time: 'ended by the time budget',
};

function blocksText({ most_blocks, ended }: SequentialPlan): string {
  const until = `blocks of every cell until it is decided, at most ${most_blocks}`;
  return ended === undefined ? until : `${until} (${ENDED[ended]})`;
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

/** How often a diff like this one finds a slowdown of one cell: spread of a block by size of the change. */
export function powerTable({ run: { power } }: DiffResults): DataTable {
  const changes = [...new Set(power.map(({ change }) => change))].toSorted((one, other) => one - other);
  const header = ['a block varies by', ...changes.map((change) => `+${share(change)} is found`)];
  return {
    caption: 'How often a slowdown of one cell is expected to be found',
    header,
    numbers: numbersFrom(0, header),
    rows: powerRows(power).map(({ label, found }) => [
      label,
      ...changes.map((change) => {
        const of100 = found(change);
        return of100 === undefined ? '–' : `${Math.floor(100 * of100)} of 100`;
      }),
    ]),
  };
}

/** Its levels are the same for every threshold. */
const TWO_STAGES = verdictRule(DELTAS.cost);

/** How the verdicts came about, in words. */
export function methodLines({ run, rows }: DiffResults): string[] {
  const { thresholds, alerts, plan } = run;
  const names = sideNames(run);
  const { base, head } = names;
  const gate = run.strict
    ? 'All of them can fail the gate (`--strict`).'
    : `${primaryOf(rows)} are primary and can fail the gate; time, capacity and memory are secondary: they point at a change, and fail where the whole ${share(SECOND_THRESHOLD.level)} interval over all blocks lies beyond ${secondThresholds(thresholds)}, ${SECOND_THRESHOLD.factor} times their threshold, or with \`--strict\`.`;
  const alerting =
    alerts === null
      ? ''
      : ` An alert points at a change for the worse beyond ${percentBand(alerts.cost)} (CPU), ${percentBand(alerts.time)} (time) or ${percentBand(alerts.memory)} (memory) that is no regression; it never fails.`;
  return [
    'Counts are exact and come from a pass of their own: a changed count is a change.',
    ...(rows.some(({ metric }) => metric.id === 'blocks')
      ? [
          `Blocks touched in PostgreSQL (8 KiB each, by the statements of the application) are counted exactly, too, and judged by a factor: a regression is more than ${BLOCKS_RULE.factor} times as many and more than ${BLOCKS_RULE.least} more, an improvement the reverse.`,
        ]
      : []),
    ...(run.counts_only
      ? []
      : [
          `In every block fresh processes of ${base} and ${head} take turns in balanced order, and a block gives one ratio of ${head} to ${base}.${turnsLine(plan)} ${blocksLine(plan)}`,
          ...capacityLines({ run, rows }),
          `${findingLine(plan)} an estimate of at least ${share(thresholds.cost)} (CPU), ${share(thresholds.time)} (time) or ${share(thresholds.memory)} (memory)${limitsLine(plan)} Anything else is inconclusive.`,
          ...(plan.fixed === undefined || plan.fixed.shards === 1 ? [] : [MACHINES_LINE]),
        ]),
    ...(rows.some(isGrowth) ? [growthLine(names)] : []),
    `${gate}${alerting}`,
    ...((run.accepted ?? []).length === 0
      ? []
      : [
          'A row that became worse as an accepted line states does not fail: a count by exactly these values, everything else by at most that percentage.',
        ]),
  ];
}

const primaryOf = (rows: DiffResults['rows']): string =>
  rows.some(isGrowth) ? 'Counts, CPU and memory growth' : 'Counts and CPU';

const growthLine = ({ base, head }: SideNames): string =>
  `Memory growth is the median memory of the service after the windows in the later half of a load less that in the earlier half, in bytes per ${GROWTH_RULE.per.toLocaleString('en-US')} requests. What ${head} grows more than ${base} is judged block by block, by the same looks as CPU. The smallest growth that matters is ${quantity(GROWTH_RULE.leastBytes, 'bytes')}, or what makes the service ${quantity(GROWTH_RULE.stepBytes, 'bytes')} larger between the halves where that is more; where both sides grow in the mean of their blocks, a difference counts from ${share(GROWTH_RULE.ofBoth)} of what both grow by on.`;

/** "±25 %", or "±25 % (time) and ±50 % (memory)". */
function secondThresholds({ time, memory }: DiffResults['run']['thresholds']): string {
  const [ofTime, ofMemory] = [time, memory].map((one) => percentBand(SECOND_THRESHOLD.factor * one));
  return ofTime === ofMemory ? `${ofTime}` : `${ofTime} (time) and ${ofMemory} (memory)`;
}

const findingLine = ({ sequential, fixed }: DiffPlan): string =>
  sequential === undefined && fixed === undefined
    ? 'A regression or an improvement is'
    : 'A regression or an improvement is beyond the level of its look and';

function limitsLine({ sequential, fixed }: DiffPlan): string {
  if (sequential === undefined && fixed === undefined)
    return ` with p < ${TWO_STAGES.confirmation.p} after Holm. No change means that the ${share(1 - 2 * TWO_STAGES.equivalenceP)} interval lies within that threshold.`;
  const interval =
    fixed?.look === undefined
      ? 'an interval which allows for the looks'
      : `the ${share(1 - 2 * fixed.look.same)} interval`;
  const halves =
    fixed === undefined
      ? 'in either half of the blocks, too'
      : `of which either half of the blocks shows ${share(OF_HALF)} at least`;
  return `, ${halves}. No change means that ${interval} lies within that threshold.`;
}

const MACHINES_LINE = `Each machine is a stratum: the estimate is the mean of all blocks, and its error comes from the spread of the blocks within the machines. Whether the machines agree is tested by Cochran's Q with that spread (an F test); they differ where p < ${DIFFER_BELOW}, by chance in one row of ${Math.round(1 / DIFFER_BELOW)}. Then the interval is that of the mean over such machines (random effects, Hartung and Knapp), and a verdict must hold without any one of them, too.`;

function blocksLine(plan: DiffPlan): string {
  const { fixed, sequential } = plan;
  if (fixed !== undefined)
    return `The ${fixed.blocks} blocks were fixed beforehand, shared among ${fixed.shards}, and are looked at once, all together.`;
  return sequential === undefined ? twoStagesLine(plan) : looksLine(sequential);
}

function capacityLines({ run: { plan, environment }, rows }: Pick<DiffResults, 'run' | 'rows'>): string[] {
  // A run that recorded no placement keeps the page that it had.
  if (environment.placement === undefined || !rows.some(({ metric }) => metric.id === 'capacity')) return [];
  if (plan.turns?.lockstep)
    return ['A capacity is that of one core, which the service, PostgreSQL and the driver share.'];
  const placed = capacityText(environment);
  return placed === null ? [] : [placed];
}

const turnsLine = ({ turns }: DiffPlan): string => {
  if (turns === undefined) return '';
  const { windows, lockstep } = turns;
  const where = lockstep
    ? ', on one core with PostgreSQL and the driver where none interrupts another, so that CPU per request does not depend on how long they wait for each other'
    : '';
  return ` Under load they receive requests in turns of a few dozen, over ${windows} windows${where}.`;
};

const twoStagesLine = ({ screening_blocks, fresh_blocks }: DiffPlan): string =>
  `${screening_blocks} screening blocks of every cell find the suspects; ${fresh_blocks} fresh blocks of each suspect, which did not choose it, are judged alone.`;

const looksLine = ({ looks }: SequentialPlan): string =>
  `CPU is looked at after ${listed(looks.map(({ blocks }) => `${blocks}`))} blocks, and a cell that a look decides is not measured further; the levels of the looks together err as rarely as those of one. Secondary metrics are judged once, on all blocks of their cell.`;
