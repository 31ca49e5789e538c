/**
 * The rows of every table, as text. Terminal, Markdown and HTML only lay them out, so they cannot disagree.
 *
 * A group is one metric of one pattern: what was claimed, what each stack did, and how the stacks compare.
 */
import type { Estimate, Metric, PatternResult, Results, StackName } from '../results/schema.ts';
import { effectOf, judge, type Verdict } from './claims.ts';
import { gainText, quantity, STACK_TITLES, statedQuantity, statedTimes, times } from './format.ts';
import * as lookup from './lookup.ts';
import { isNoisy, isWithin, type NoiseFloor, noiseFloor } from './noise.ts';
import { contextOf, type RunContext } from './run-context.ts';
import { BLANK, cellShown, gainInterval, isExact, NOTHING, nearness, plain, type Shown } from './shown.ts';

export interface Row {
  kind: 'claim' | 'stack' | 'ratio';
  label: string;
  stack: StackName | null;
  before: Shown;
  after: Shown;
  gain: Shown;
  /** Of the gain; its note holds what makes it less certain than it looks. */
  interval: Shown;
  limit: Shown;
  nearness: Shown;
  /** Of the claim; null in rows that have none. */
  verdict: Verdict | null;
  /** What the numbers allow to say: the verdict on the claim, or why there is none, and whether it is but noise. */
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

/** The rows of one metric. */
export function group(pattern: PatternResult, metric: Metric, { stacks, controls }: RunContext): Group {
  const [headline, ...others] = lookup.improvedVariants(pattern);
  const rows: Row[] = [];
  const claim = claimRow(pattern, metric);
  if (claim) rows.push(claim);
  for (const variant of [headline, ...others]) {
    const suffix = variant === headline ? '' : `, ${variant}`;
    for (const stack of stacks) {
      const floor = noiseFloor(controls, { pattern: pattern.pattern, stack, metric: metric.id });
      rows.push(stackRow(pattern, metric, { stack, variant, label: STACK_TITLES[stack] + suffix, floor }));
    }
    const ratio = ratioRow(pattern, metric, variant, suffix);
    if (ratio) rows.push(ratio);
  }
  return { pattern: pattern.title, metric: metric.title, rows };
}

/** The groups of the summary: the headline metric of each pattern, and what was claimed where that differs. */
export function summaryGroups(results: Results): Group[] {
  const context = contextOf(results);
  return results.patterns.flatMap((pattern) =>
    lookup.summaryMetrics(pattern).map((metric) => group(pattern, metric, context)),
  );
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

interface StackRow {
  stack: StackName;
  variant: string;
  label: string;
  floor: NoiseFloor | undefined;
}

function stackRow(pattern: PatternResult, metric: Metric, { stack, variant, label, floor }: StackRow): Row {
  const before = lookup.estimateOf(pattern, stack, lookup.BASELINE, metric.id);
  const after = lookup.estimateOf(pattern, stack, variant, metric.id);
  const gain = lookup.gainOf(pattern, stack, variant, metric.id);
  const limit = lookup.limitOf(pattern, stack, metric.id);
  const verdict = judge(metric, lookup.claimOf(pattern, metric.id), gain, after);
  const noise = gain && isNoisy(metric, gain.kind) ? floor : undefined;
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
    interval: gain?.estimate ? gainInterval(gain.estimate, gain.kind, metric, noise) : BLANK,
    limit: limit ? plain(quantity(limit.value, metric.unit)) : BLANK,
    nearness: after && limit ? nearness(after, limit) : BLANK,
    verdict,
    reading: verdict === 'not judged' ? unjudged : verdict + withinNoise(gain?.estimate, noise),
  };
}

/** Said of a gain whatever its own interval says: that interval knows nothing of what a control drifts by. */
function withinNoise(gain: Estimate | null | undefined, floor: NoiseFloor | undefined): string {
  if (!gain || !floor || !isWithin(floor, gain.value)) return '';
  return `, within the noise${floor.from === null ? '' : ` of ${floor.from}`}`;
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

function emptyRow(kind: Row['kind'], label: string): Row {
  const cells = { before: BLANK, after: BLANK, gain: BLANK, interval: BLANK, limit: BLANK, nearness: BLANK };
  return { kind, label, stack: null, ...cells, verdict: null, reading: '' };
}
