/** How the verdicts of a diff came about, in words. Every number is printed from the rule in use. */
import type { DiffPlan, DiffResults, SequentialPlan } from '../../results/schema.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import { BLOCKS_RULE } from '../../stats/count-verdict.ts';
import { DIFFER_BELOW, OF_HALF } from '../../stats/fixed-sample.ts';
import { GROWTH_RULE } from '../../stats/growth.ts';
import { SECOND_THRESHOLD } from '../../stats/second-threshold.ts';
import { DELTAS, verdictRule } from '../../stats/verdict.ts';
import { listed, quantity } from '../kit/format.ts';
import { percentBand, share } from '../kit/percent.ts';
import { capacityText } from '../kit/placement.ts';
import { isGrowth } from './changes.ts';
import { commandOf } from './side-names.ts';

/** Its levels are the same for every threshold. */
const TWO_STAGES = verdictRule(DELTAS.cost);

export function methodLines({ run, rows }: DiffResults): string[] {
  const { thresholds, alerts, plan } = run;
  const names = sideNames(run);
  const { base, head } = names;
  const isAb = commandOf(run) === 'ab';
  const [worse, better] = isAb ? ['worse', 'better'] : ['a regression', 'an improvement'];
  const gate = run.strict
    ? 'All of them can fail the gate (`--strict`).'
    : `${primaryOf(rows)} are primary and ${isAb ? 'decide' : 'can fail the gate'}; time, capacity and memory are secondary: they point at a change, and ${isAb ? 'decide' : 'fail'} where the whole ${share(SECOND_THRESHOLD.level)} interval over all blocks lies beyond ${secondThresholds(thresholds)}, ${SECOND_THRESHOLD.factor} times their threshold${isAb ? '' : ', or with `--strict`'}.`;
  const alerting =
    alerts === null
      ? ''
      : ` An alert points at a change for the worse beyond ${percentBand(alerts.cost)} (CPU), ${percentBand(alerts.time)} (time) or ${percentBand(alerts.memory)} (memory) that is no regression; it never fails.`;
  return [
    'Counts are exact and come from a pass of their own: a changed count is a change.',
    ...(rows.some(({ metric }) => metric.id === 'blocks')
      ? [
          `Blocks touched in PostgreSQL (8 KiB each, by the statements of the application) are counted exactly, too, and judged by a factor: ${worse} is more than ${BLOCKS_RULE.factor} times as many and more than ${BLOCKS_RULE.least} more, ${better} the reverse.`,
        ]
      : []),
    ...(run.counts_only
      ? []
      : [
          `In every block fresh processes of ${base} and ${head} take turns in balanced order, and a block gives one ratio of ${head} to ${base}.${turnsLine(plan)} ${blocksLine(plan)}`,
          ...capacityLines({ run, rows }),
          `${findingLine(plan, `${worse} or ${better}`)} an estimate of at least ${share(thresholds.cost)} (CPU), ${share(thresholds.time)} (time) or ${share(thresholds.memory)} (memory)${limitsLine(plan)} Anything else is inconclusive.`,
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

const findingLine = ({ sequential, fixed }: DiffPlan, found: string): string => {
  const subject = `${found.slice(0, 1).toUpperCase()}${found.slice(1)} is`;
  return sequential === undefined && fixed === undefined ? subject : `${subject} beyond the level of its look and`;
};

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
