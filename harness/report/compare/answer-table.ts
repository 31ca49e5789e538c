/** What the picture of the first screen shows, as a table and as CSV: a row for each pattern and stack. */
import * as lookup from '../../results/lookup.ts';
import type { Metric, PatternResult } from '../../results/schema.ts';
import { type CsvCell, csvOf } from '../kit/csv.ts';
import { STACK_TITLES, statedQuantity, statedTimes, times } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { type Column, type DataTable, tableOf } from '../kit/tables.ts';
import { gainTexts, type Pair, pairsOf } from './pair.ts';
import type { RunContext } from './run-context.ts';
import { VERDICT_TITLES } from './verdict-titles.ts';

interface AnswerRow {
  pair: Pair;
  /** By the metric of the claim; undefined where nothing is promised. */
  claimed: Pair | undefined;
}

const COLUMNS: Column<AnswerRow>[] = [
  ['pattern', ({ pair }) => pair.pattern.pattern],
  ['stack', ({ pair }) => STACK_TITLES[pair.stack]],
  ['gain', ({ pair }) => gainTexts(pair)?.[0] ?? 'none'],
  [INTERVAL, ({ pair }) => gainTexts(pair)?.[1] ?? '–'],
  ['claimed', ({ claimed }) => (claimed && statedClaim(claimed.pattern, claimed.metric)) ?? 'nothing'],
  ['at the physical limit', ({ pair: { judged } }) => timesOr(judged.limit?.gain)],
  ['after ÷ limit', ({ pair: { judged } }) => timesOr(judged.limit?.distance)],
  ['the claim', ({ claimed }) => (claimed === undefined ? '–' : VERDICT_TITLES[claimed.judged.verdict])],
  ['gain of', ({ pair }) => pair.metric.title],
];

const timesOr = (value: number | null | undefined): string => (value == null ? '–' : times(value));

/** What the original document promises: "2.5×", or "100 % light requests served" where it is no gain of the headline. */
export function statedClaim(pattern: PatternResult, metric: Metric): string | null {
  const claim = lookup.claimOf(pattern, metric.id);
  if (!lookup.promises(claim)) return null;
  if (claim.gain === null) return `${statedQuantity(claim.after ?? 0, metric.unit)} ${metric.title}`;
  return metric.id === pattern.headline ? statedTimes(claim.gain) : `${statedTimes(claim.gain)} in ${metric.title}`;
}

/** Numbers of the gain with their names in the results; the claim as a code. */
const CSV_COLUMNS: Column<AnswerRow, CsvCell>[] = [
  ['pattern', ({ pair }) => pair.pattern.pattern],
  ['stack', ({ pair }) => pair.stack],
  ['variant', ({ pair }) => pair.variant],
  ['metric', ({ pair }) => pair.metric.id],
  ['gain', ({ pair: { gain } }) => gain?.estimate?.value ?? null],
  ['gain_low', ({ pair: { gain } }) => gain?.estimate?.low ?? null],
  ['gain_high', ({ pair: { gain } }) => gain?.estimate?.high ?? null],
  ['claimed_gain', ({ pair: { claim } }) => claim?.gain ?? null],
  ['gain_at_limit', ({ pair: { judged } }) => judged.limit?.gain ?? null],
  ['claim', ({ pair, claimed = pair }) => claimed.judged.verdict],
];

export const answerCsv = (patterns: readonly PatternResult[], context: RunContext): string =>
  csvOf(
    patterns.flatMap((pattern) => rowsOf(pattern, context)),
    CSV_COLUMNS,
  );

export function answerTable(patterns: readonly PatternResult[], context: RunContext): DataTable {
  const rows = patterns.flatMap((pattern) => rowsOf(pattern, context));
  return tableOf('The gains of all patterns, their claims and their limits', rows, COLUMNS, [2, 2]);
}

function rowsOf(pattern: PatternResult, context: RunContext): AnswerRow[] {
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined) return [];
  const [variant] = lookup.improvedVariants(pattern);
  const promised = lookup.promisedMetric(pattern);
  const claimed = promised && pairsOf(pattern, promised, variant, context);
  return pairsOf(pattern, metric, variant, context).map((pair, at) => ({ pair, claimed: claimed?.[at] }));
}
