/**
 * The rows of every table, as text. Terminal, Markdown and HTML only lay them out, so they cannot disagree.
 *
 * A group is one metric of one pattern: what was claimed, what each stack did, and how the stacks compare.
 */
import type { Cell, Estimate, Gain, Limit, Metric, PatternResult, StackName } from '../results/schema.ts';
import { effectOf, judge } from './claims.ts';
import {
  gainIntervalOf,
  gainText,
  intervalOf,
  quantity,
  STACK_TITLES,
  statedQuantity,
  statedTimes,
  times,
} from './format.ts';
import * as lookup from './lookup.ts';

/** One cell of a table: a value, and the interval or the reason that belongs to it. */
export interface Shown {
  text: string;
  note: string | null;
  failed: boolean;
}

export interface Row {
  kind: 'claim' | 'stack' | 'ratio';
  label: string;
  stack: StackName | null;
  before: Shown;
  after: Shown;
  gain: Shown;
  /** Of the gain. */
  interval: Shown;
  limit: Shown;
  nearness: Shown;
  /** What the numbers allow to say: a verdict on the claim, or why there is none. */
  reading: string;
}

export interface Group {
  pattern: string;
  metric: string;
  rows: Row[];
}

export const COLUMNS = {
  before: 'before',
  after: 'after',
  gain: 'gain',
  interval: '95 % interval',
  limit: 'physical limit',
  nearness: 'after ÷ limit',
  reading: 'reading',
} as const;

/** A value that should be there and is not. */
const NOTHING: Shown = { text: '–', note: null, failed: false };
/** A cell that has no meaning in its row. */
const BLANK: Shown = { text: '', note: null, failed: false };

/** The rows of one metric. `stacks` are those of the run, whether or not they have results. */
export function group(pattern: PatternResult, metric: Metric, stacks: readonly StackName[]): Group {
  const [headline, ...others] = lookup.improvedVariants(pattern);
  const rows: Row[] = [];
  const claim = claimRow(pattern, metric);
  if (claim) rows.push(claim);
  for (const variant of [headline, ...others]) {
    const suffix = variant === headline ? '' : `, ${variant}`;
    for (const stack of stacks) rows.push(stackRow(pattern, metric, stack, variant, STACK_TITLES[stack] + suffix));
    const ratio = ratioRow(pattern, metric, variant, suffix);
    if (ratio) rows.push(ratio);
  }
  return { pattern: pattern.title, metric: metric.title, rows };
}

/** The groups of the summary: the headline metric of each pattern, and what was claimed where that differs. */
export function summaryGroups(patterns: readonly PatternResult[], stacks: readonly StackName[]): Group[] {
  return patterns.flatMap((pattern) => lookup.summaryMetrics(pattern).map((metric) => group(pattern, metric, stacks)));
}

function claimRow(pattern: PatternResult, metric: Metric): Row | null {
  const claim = lookup.claimOf(pattern, metric.id);
  if (claim === undefined) return null;
  const value = (number: number | null) => (number === null ? BLANK : plain(statedQuantity(number, metric.unit)));
  return {
    ...emptyRow('claim', 'Claimed'),
    before: value(claim.before),
    after: value(claim.after),
    gain: lookup.promises(claim) ? plain(statedTimes(claim.gain)) : BLANK,
    reading: '',
  };
}

function stackRow(pattern: PatternResult, metric: Metric, stack: StackName, variant: string, label: string): Row {
  const before = lookup.estimateOf(pattern, stack, lookup.BASELINE, metric.id);
  const after = lookup.estimateOf(pattern, stack, variant, metric.id);
  const gain = lookup.gainOf(pattern, stack, variant, metric.id);
  const limit = lookup.limitOf(pattern, stack, metric.id);
  const verdict = judge(metric, lookup.claimOf(pattern, metric.id), gain, after);
  // Some metrics are shown without a gain; only where a value is missing is a gain missed.
  const shownOnly = gain === undefined && before !== undefined && after !== undefined;
  const noGain = shownOnly ? BLANK : NOTHING;
  const unjudged = shownOnly ? '' : (gain?.why_missing ?? 'not measured');
  return {
    ...emptyRow('stack', label),
    stack,
    before: cellShown(lookup.cellOf(pattern, stack, lookup.BASELINE), metric),
    after: cellShown(lookup.cellOf(pattern, stack, variant), metric),
    gain: gain?.estimate ? plain(gainText(gain.estimate.value, gain.kind, metric.unit)) : noGain,
    interval: gain?.estimate ? gainInterval(gain.estimate, gain.kind, metric) : BLANK,
    limit: limit ? plain(quantity(limit.value, metric.unit)) : BLANK,
    nearness: after && limit ? nearness(after, limit) : BLANK,
    reading: verdict === 'not judged' ? unjudged : verdict,
  };
}

function ratioRow(pattern: PatternResult, metric: Metric, variant: string, suffix: string): Row | null {
  const ratio = lookup.ratioOfGains(pattern, variant, metric.id);
  if (ratio === undefined) return null;
  const effect = effectOf(ratio, 'ratio');
  const equal = isExact(ratio, metric) && ratio.value === 1;
  const readings = {
    better: 'Node gains more',
    worse: 'Python gains more',
    'none shown': 'no difference shown',
    'no interval': 'no interval',
  };
  return {
    ...emptyRow('ratio', `Node ÷ Python${suffix}`),
    gain: plain(times(ratio.value)),
    interval: gainInterval(ratio, 'ratio', metric),
    reading: equal ? 'equal' : readings[effect],
  };
}

function cellShown(cell: Cell | undefined, metric: Metric): Shown {
  if (cell?.status === 'failed') {
    const status = cell.failure?.status ? ` (${cell.failure.status})` : '';
    return { text: `failed${status}`, note: null, failed: true };
  }
  const estimate = cell?.status === 'measured' ? cell.metrics[metric.id] : undefined;
  if (estimate === undefined) return plain('not measured');
  return { text: quantity(estimate.value, metric.unit), note: intervalNote(estimate, metric), failed: false };
}

function gainInterval(estimate: Estimate, kind: Gain['kind'], metric: Metric): Shown {
  return plain(isExact(estimate, metric) ? 'exact' : (gainIntervalOf(estimate, kind, metric.unit) ?? 'none'));
}

function intervalNote(estimate: Estimate, metric: Metric): string | null {
  if (isExact(estimate, metric)) return 'exact';
  const interval = intervalOf(estimate, metric.unit);
  return interval === quantity(estimate.value, metric.unit) ? null : interval;
}

/** A count that was the same in every block. */
function isExact({ low, high }: Estimate, metric: Metric): boolean {
  return metric.kind === 'count' && low !== null && low === high;
}

function nearness(after: Estimate, limit: Limit): Shown {
  return limit.value > 0 ? plain(times(after.value / limit.value)) : BLANK;
}

function emptyRow(kind: Row['kind'], label: string): Row {
  const cells = { before: BLANK, after: BLANK, gain: BLANK, interval: BLANK, limit: BLANK, nearness: BLANK };
  return { kind, label, stack: null, ...cells, reading: '' };
}

function plain(text: string): Shown {
  return { text, note: null, failed: false };
}
