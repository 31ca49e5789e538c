/**
 * The rows of every table, as text. Terminal, Markdown and HTML only lay them out, so they cannot disagree.
 *
 * A group is one metric of one pattern: what was claimed, what each stack did, and how the stacks compare.
 */

import * as lookup from '../../results/lookup.ts';
import type { ClaimVerdict, Metric, PatternResult, Results, StackName, Verdicts } from '../../results/schema.ts';
import { gainText, quantity, STACK_TITLES, statedQuantity, statedTimes, times } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { whyMissingText } from '../kit/validity.ts';
import { BLANK, cellShown, gainInterval, NOTHING, nearness, plain, type Shown } from './cell-text.ts';
import { noiseOrigin } from './noise.ts';
import { noiseOf, type Pair, pairsOf } from './pair.ts';
import { contextOf, type RunContext } from './run-context.ts';
import { RATIO_TITLES, VERDICT_TITLES } from './verdict-titles.ts';

export interface Row {
  kind: 'claim' | 'stack' | 'ratio';
  label: string;
  stack: StackName | null;
  before: Shown;
  after: Shown;
  gain: Shown;
  /** The interval of the gain; its note holds what makes it less certain than it looks. */
  interval: Shown;
  limit: Shown;
  nearness: Shown;
  /** The verdict on the claim; null in rows that have none. */
  verdict: ClaimVerdict | null;
  /** Whether a difference is no larger than what two equal arms show. */
  isNoise: boolean;
  /** What the numbers allow to say: the verdict on the claim, or why there is none, and whether it is but noise. */
  reading: string;
}

export type Group = ReturnType<typeof groupOf>;

export const COLUMNS = {
  before: 'before',
  after: 'after',
  gain: 'gain',
  interval: INTERVAL,
  limit: 'physical limit',
  nearness: 'after ÷ limit',
  reading: 'reading',
} as const;

/** The rows of one metric, the best way among them. */
export const group = (pattern: PatternResult, metric: Metric, context: RunContext) =>
  groupOf(pattern, metric, lookup.improvedVariants(pattern), context);

function groupOf(
  pattern: PatternResult,
  metric: Metric,
  [headline, ...others]: readonly [string, ...string[]],
  context: RunContext,
) {
  const rows: Row[] = [];
  const claim = claimRow(pattern, metric);
  if (claim) rows.push(claim);
  for (const variant of [headline, ...others]) {
    const suffix = variant === headline ? '' : `, ${variant}`;
    const pairs = pairsOf(pattern, metric, variant, context);
    rows.push(...pairs.map((pair) => stackRow(pair, STACK_TITLES[pair.stack] + suffix)));
    const ratio = ratioRow(pattern, metric, { variant, suffix, verdicts: context.verdicts });
    if (ratio) rows.push(ratio);
  }
  return { pattern: pattern.title, metric: metric.title, rows };
}

/**
 * The groups of the summary: the headline metric of each pattern, and what was claimed where that differs. The best way is in
 * the section of its pattern alone.
 */
export function summaryGroups(results: Results) {
  const context = contextOf(results);
  return results.patterns.flatMap((pattern) => {
    const [headline, ...others] = lookup.improvedVariants(pattern);
    const variants = [headline, ...others.filter((variant) => variant !== lookup.BEST)] as const;
    return lookup.summaryMetrics(pattern).map((metric) => groupOf(pattern, metric, variants, context));
  });
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

function stackRow(pair: Pair, label: string): Row {
  const { pattern, metric, stack, variant, before, after, gain, limit, judged } = pair;
  // Some metrics are shown without a gain; only where a value is missing is a gain missed.
  const shownOnly = gain === undefined && before !== undefined && after !== undefined;
  const noGain = shownOnly ? BLANK : NOTHING;
  const unjudged = shownOnly ? '' : ((gain && whyMissingText(gain)) ?? 'not measured');
  return {
    ...emptyRow('stack', label),
    stack,
    before: cellShown(lookup.cellOf(pattern, stack, lookup.BASELINE), metric),
    after: cellShown(lookup.cellOf(pattern, stack, variant), metric),
    gain: gain?.estimate ? plain(gainText(gain.estimate.value, gain.kind, metric.unit)) : noGain,
    interval: gain?.estimate
      ? gainInterval(gain.estimate, { kind: gain.kind, metric, warnings: judged.warnings, noise: noiseOf(pair) })
      : BLANK,
    limit: limit ? plain(quantity(limit.value, metric.unit)) : BLANK,
    nearness: nearness(judged.limit),
    verdict: judged.verdict,
    isNoise: judged.noise?.within ?? false,
    reading: judged.verdict === 'not-judged' ? unjudged : VERDICT_TITLES[judged.verdict] + withinNoise(pair),
  };
}

/** Said of a gain whatever its own interval says: that interval knows nothing of what a control drifts by. */
function withinNoise({ judged }: Pair): string {
  const { noise } = judged;
  if (!noise?.within) return '';
  const from = noiseOrigin({ ...judged, noise });
  return `, within the noise${from === null ? '' : ` of ${from}`}`;
}

function ratioRow(
  pattern: PatternResult,
  metric: Metric,
  { variant, suffix, verdicts }: { variant: string; suffix: string; verdicts: Verdicts },
): Row | null {
  const ratio = lookup.ratioOfGains(pattern, variant, metric.id);
  const judged = lookup.ratioVerdictOf(verdicts, { pattern: pattern.pattern, variant, metric: metric.id });
  if (ratio === undefined || judged === undefined) return null;
  return {
    ...emptyRow('ratio', `Node ÷ Python${suffix}`),
    gain: plain(times(ratio.value)),
    interval: gainInterval(ratio, { kind: 'ratio', metric, warnings: judged.warnings, noise: null }),
    reading: RATIO_TITLES[judged.effect],
  };
}

function emptyRow(kind: Row['kind'], label: string): Row {
  const cells = { before: BLANK, after: BLANK, gain: BLANK, interval: BLANK, limit: BLANK, nearness: BLANK };
  return { kind, label, stack: null, ...cells, verdict: null, isNoise: false, reading: '' };
}
