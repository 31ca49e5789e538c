/** What a diff comes to, in one sentence and what stands beside it, and the rows that these name. */
import { isRow } from '../../results/cell-name.ts';
import type { DiffAside, DiffReason, DiffResults, DiffRow, Distrust, Metric, RowName } from '../../results/schema.ts';
import { shareOf } from '../../results/shares.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import { BLOCKS_RULE } from '../../stats/count-verdict.ts';
import { counted, listed, valueText } from '../kit/format.ts';
import { percentBand } from '../kit/percent.ts';
import { band, isGrowth, measuredChange, measuredInterval } from './changes.ts';
import { reasonText } from './reasons.ts';
import { cellName, isCount } from './rows.ts';
import { commandOf, nounOf } from './side-names.ts';
import { uncomparedText } from './uncompared.ts';

type Results = Pick<DiffResults, 'why' | 'beside' | 'rows' | 'uncompared' | 'status_reason' | 'validity' | 'run'>;

/** The verdict in one sentence that names the worst row, and what the verdict does not say. */
export const whyText = (results: Results): string =>
  [reasonSentence(results.why, results), ...results.beside.map((aside) => asideSentence(aside, results))].join(' ');

function reasonSentence(why: DiffReason, results: Results): string {
  const { rows, uncompared = [], status_reason } = results;
  switch (why.code) {
    case 'changed':
      return `${firstOf(why.rows, rows, changedText)}.`;
    case 'accepted':
      return `Accepted: ${firstOf(why.rows, rows, changedText)}.`;
    case 'undecided':
      return `${firstOf(why.rows, rows, (row) => unsureText(row, sideNames(results.run)))}.`;
    case 'unchanged':
      return `${equalText(rows.filter(({ gated }) => gated))}.`;
    case 'share':
      return shareSentence(results.run);
    case 'same-services':
      return 'The services of base and head are byte for byte the same: nothing can have become slower.';
    case 'uncompared':
      return `Some differences were not compared: ${uncompared.slice(0, 1).map(uncomparedText)}${listRest(uncompared.length - 1)}.`;
    case 'unfinished':
      return `The ${nounOf(results.run)} did not finish: ${status_reason ?? 'it was interrupted'}.`;
    case 'distrusted':
      return `${distrustText(results)}.`;
    case 'nothing-to-judge':
      return `There was nothing to judge: ${CAUSES[why.cause]}.`;
    case 'stored':
      return why.text;
  }
}

function shareSentence({ plan: { fixed } }: Results['run']): string {
  const { shard = 1, shards = 1, blocks = 0 } = fixed ?? {};
  const { from, to } = shareOf(blocks, { shard, shards });
  return `Shard ${shard} of ${shards} is measured, blocks ${from + 1} to ${to} of ${blocks}: judge it with the others by \`duet merge\`.`;
}

const CAUSES = {
  'no-common-cell': 'base and head have no after cell in common',
  'nothing-on-both-sides': 'no count and no block could be taken on both sides',
} as const;

function asideSentence(aside: DiffAside, results: Results): string {
  if (aside.code === 'distrusted') return `Not all could be judged: ${distrustText(results)}.`;
  if (aside.code === 'counts-drift') return driftSentence(aside.counts, results);
  if (aside.code === 'growth-undecided') {
    const undecided = firstOf(aside.rows, results.rows, (row) => unsureText(row, sideNames(results.run)));
    // Two ways fail nothing, whatever is told of them.
    return commandOf(results.run) === 'diff'
      ? `Left out without --fail-on inconclusive: ${undecided}.`
      : `Left open: ${undecided}.`;
  }
  const changed = firstOf(aside.rows, results.rows, changedText);
  const words = {
    ...{ accepted: 'Accepted', improved: 'Improved' },
    ...{ 'not-gated': 'Not gated without --strict', 'only-shown': 'Worse, and only shown' },
    // Two ways fail nothing, and know no options for that.
    ...(commandOf(results.run) === 'diff'
      ? {}
      : { improved: 'Better', 'not-gated': 'Worse, too', 'only-shown': 'Worse, too' }),
  };
  return `${words[aside.code]}: ${changed}.`;
}

type Drift = Extract<DiffAside, { code: 'counts-drift' }>['counts'][number];

/** Each count with what was seen of it, and what can be done. */
function driftSentence(counts: readonly Drift[], { rows, run }: Pick<Results, 'rows' | 'run'>): string {
  const names = sideNames(run);
  const texts = counts.map((one) => {
    const { title, unit } = rows.find((row) => isRow(row, one))?.metric ?? {
      title: one.metric,
      unit: 'count' as const,
    };
    const [base, head] = [one.base, one.head].map((seen) => seen.map((value) => valueText(value, { unit })).join(', '));
    return `${cellName(one)}: ${title} (${names.base} ${base}; ${names.head} ${head})`;
  });
  const [are, them] = counts.length === 1 ? ['A count is', 'it'] : [`${counts.length} counts are`, 'them'];
  return `${are} not the same from pass to pass, and left out: ${texts.join('; ')}. To have ${them} judged, let the request find the same each time: a row of its own by \`{n}\` or \`{uuid}\`, or no cache by \`env\`.`;
}

/** The first of some rows in words, and how many more there are. */
function firstOf(names: readonly RowName[], rows: readonly DiffRow[], text: (row: DiffRow) => string): string {
  const [first] = names;
  const row = first && rows.find((one) => isRow(one, first));
  return row === undefined ? counted(names.length, 'metric') : `${text(row)}${listRest(names.length - 1)}`;
}

/** Why the diff is not to be trusted, each reason once. One cell among others is named. Undefined where it may be. */
export function distrustText({ rows, validity, run }: Pick<Results, 'rows' | 'validity' | 'run'>): string | undefined {
  // The reason of a timed row may be that of the whole stack; of the only one there is, its cell goes without saying.
  const timed = rows.filter((row) => row.gated && !isCount(row));
  const isNamed = (row: DiffRow) => timed.length > 1 || isCount(row);
  const text = ({ why, rows: [name, ...others] }: Distrust) => {
    const row = name && rows.find((one) => isRow(one, name));
    const told = reasonText(why, row?.metric, sideNames(run));
    return row !== undefined && others.length === 0 && isNamed(row) ? `${cellName(row)}: ${told}` : told;
  };
  return validity.distrust?.map(text).join('; ');
}

type Changed = Pick<
  DiffRow,
  'pattern' | 'stack' | 'variant' | 'metric' | 'base' | 'head' | 'change' | 'difference' | 'threshold' | 'beyond'
>;

/** "pooling, Node, after: 1 → 2 statements per request", or the same with a change in percent and its threshold. */
export function changedText(row: Changed): string {
  const { metric, base, head, threshold, beyond } = row;
  const values = [base, head].map((value) => (value === null ? '–' : valueText(value, metric)));
  if (metric.classes !== undefined) return `${cellName(row)}: ${metric.title}: ${values.join(' → ')}`;
  if (metric.kind === 'count') return `${cellName(row)}: ${values.join(' → ')} ${metric.title}`;
  const [from, to] = values;
  const verb = (head ?? 0) > (base ?? 0) ? 'rose' : 'fell';
  const limit = threshold === null ? '' : `, ${limitText(beyond, threshold, metric)}`;
  const change = measuredChange(row);
  return `${cellName(row)}: ${metric.title} ${verb} from ${from} to ${to}${change === null ? '' : ` (${change}${limit})`}`;
}

/** "threshold ±3 %"; of a secondary metric that fails by itself "beyond the second threshold ±25 %". */
const limitText = (beyond: DiffRow['beyond'], threshold: number, metric: Metric): string =>
  beyond === undefined
    ? `threshold ${band(threshold, metric)}`
    : `beyond the second threshold ${percentBand(beyond.threshold)}`;

/** "pooling, Node, after: CPU time … is +2.2 % (−5.3 to +10.3 %), which is no verdict: the 90 % interval …". */
function unsureText(row: DiffRow, names: SideNames): string {
  const { metric } = row;
  const why = row.why && reasonText(row.why, metric, names);
  const change = measuredChange(row);
  if (change === null) return `${cellName(row)}: ${metric.title} is inconclusive: ${why}`;
  const interval = measuredInterval(row);
  const measured = `${change}${interval === null ? '' : ` (${interval})`}`;
  return `${cellName(row)}: ${metric.title} is ${measured}, and that is inconclusive: ${why}`;
}

/** "Nothing changed: 12 metrics stayed within ±3 % and 60 counts are equal", of rows that all have this verdict. */
function equalText(rows: readonly DiffRow[]): string {
  const grown = rows.filter(isGrowth).length;
  const timed = rows.filter((row) => !isCount(row) && !isGrowth(row));
  const bands = [...new Set(timed.flatMap(({ threshold }) => (threshold === null ? [] : [percentBand(threshold)])))];
  const blocks = rows.filter(({ metric, threshold }) => metric.kind === 'count' && threshold !== null).length;
  const counts = rows.length - timed.length - blocks - grown;
  const parts = [
    ...(timed.length > 0 ? [`${counted(timed.length, 'metric')} stayed within ${listed(bands)}`] : []),
    ...(grown > 0 ? [`${counted(grown, 'request')} ${grown === 1 ? 'leaves' : 'leave'} no more memory behind`] : []),
    ...(counts > 0 ? [`${counted(counts, 'count')} ${counts === 1 ? 'is' : 'are'} exactly equal`] : []),
    ...(blocks > 0 ? [`${counted(blocks, 'count')} of blocks stayed within a factor of ${BLOCKS_RULE.factor}`] : []),
  ];
  return `Nothing changed: ${listed(parts)}`;
}

/** ", and 3 more" after the first of several. */
const listRest = (more: number): string => (more === 0 ? '' : `; and ${more} more`);
