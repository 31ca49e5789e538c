/** What the picture of the first screen shows, as a table: a row for each pattern and stack. */
import * as lookup from '../../results/lookup.ts';
import type { Metric, PatternResult } from '../../results/schema.ts';
import { STACK_TITLES, statedQuantity, statedTimes, times } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { type DataTable, numbersFrom } from '../kit/tables.ts';
import { gainTexts, pairOf } from './pair.ts';
import type { RunContext } from './run-context.ts';
import { VERDICT_TITLES } from './verdict-titles.ts';

const COLUMNS = [
  'pattern',
  'stack',
  'gain',
  INTERVAL,
  'claimed',
  'at the physical limit',
  'after ÷ limit',
  'the claim',
  'gain of',
] as const;

/** What the original document promises: "2.5×", or "100 % light requests served" where it is no gain of the headline. */
export function statedClaim(pattern: PatternResult, metric: Metric): string | null {
  const claim = lookup.claimOf(pattern, metric.id);
  if (!lookup.promises(claim)) return null;
  if (claim.gain === null) return `${statedQuantity(claim.after ?? 0, metric.unit)} ${metric.title}`;
  return metric.id === pattern.headline ? statedTimes(claim.gain) : `${statedTimes(claim.gain)} in ${metric.title}`;
}

export function answerTable(patterns: readonly PatternResult[], context: RunContext): DataTable {
  return {
    caption: 'The gains of all patterns, their claims and their limits',
    header: COLUMNS,
    rows: patterns.flatMap((pattern) => rowsOf(pattern, context)),
    numbers: numbersFrom(2, COLUMNS, 2),
  };
}

function rowsOf(pattern: PatternResult, { stacks, verdicts }: RunContext): string[][] {
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined) return [];
  const [variant] = lookup.improvedVariants(pattern);
  const promised = lookup.promisedMetric(pattern);
  return stacks.map((stack) => {
    const pair = pairOf({ pattern, metric, stack, variant }, verdicts);
    const claimed = promised && pairOf({ pattern, metric: promised, stack, variant }, verdicts);
    const [gain, interval] = gainTexts(pair) ?? [];
    const { limit } = pair.judged;
    return [
      pattern.pattern,
      STACK_TITLES[stack],
      gain ?? 'none',
      interval ?? '–',
      claimed === undefined ? 'nothing' : (statedClaim(pattern, claimed.metric) ?? 'nothing'),
      limit?.gain == null ? '–' : times(limit.gain),
      limit === undefined || limit.distance === null ? '–' : times(limit.distance),
      claimed === undefined ? '–' : VERDICT_TITLES[claimed.judged.verdict],
      metric.title,
    ];
  });
}
