/** How far each gain may be trusted: by which method its interval was found, and what else speaks for or against it. */

import * as lookup from '../../results/lookup.ts';
import type { Estimate, Gain, PatternResult, Warning } from '../../results/schema.ts';
import { gainIntervalOf, gainText, STACK_TITLES } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { type Column, type DataTable, tableOf } from '../kit/tables.ts';
import { gainTexts, noiseOf, type Pair, pairsOf } from './pair.ts';
import type { RunContext } from './run-context.ts';

type Estimated = Pair & { gain: Gain & { estimate: Estimate } };

const isEstimated = (pair: Pair): pair is Estimated => pair.gain?.estimate != null;

const COLUMNS: Column<Estimated>[] = [
  ['gain of', ({ metric, variant }) => `${metric.title}, ${variant}`],
  ['stack', ({ stack }) => STACK_TITLES[stack]],
  ['gain', (pair) => gainTexts(pair)?.[0] ?? ''],
  [INTERVAL, (pair) => gainTexts(pair)?.[1] ?? 'none'],
  ['found by', methodText],
  ['Hodges–Lehmann', ranksText],
  ['lag-1', ({ gain, judged }) => lagCell(gain.estimate, judged.warnings)],
  ['noise floor', (pair) => noiseOf(pair) ?? '–'],
];

/** A row for each gain; null without any. Counts are exact and have none. */
export function precisionTable(pattern: PatternResult, context: RunContext): DataTable | null {
  const rows = pattern.metrics
    .filter(({ kind }) => kind !== 'count')
    .flatMap((metric) =>
      lookup.improvedVariants(pattern).flatMap((variant) => pairsOf(pattern, metric, variant, context)),
    )
    .filter(isEstimated);
  if (rows.length === 0) return null;
  return { ...tableOf(`The gains of: ${pattern.title}`, rows, COLUMNS), numbers: [2, 3, 5, 6, 7] };
}

/** Why an interval may be too narrow; null where the blocks look independent. */
export function autocorrelationNote(estimate: Estimate, warnings: readonly Warning[]): string | null {
  return warnings.includes('blocks-alike') ? `blocks correlated (lag-1 ${lagText(estimate)})` : null;
}

function methodText({ gain: { estimate } }: Estimated): string {
  if (estimate.low === null || estimate.high === null) return 'too few blocks';
  return estimate.method === 'signed-rank' ? 'signed ranks' : 'Student t';
}

function ranksText({ gain: { estimate, kind }, metric: { unit } }: Estimated): string {
  if (!estimate.hodges_lehmann) return '–';
  const ranked = { ...estimate, ...estimate.hodges_lehmann };
  return `${gainText(ranked.value, kind, unit)} (${gainIntervalOf(ranked, kind, unit) ?? 'no interval'})`;
}

const lagCell = (estimate: Estimate, warnings: readonly Warning[]): string =>
  estimate.lag1 === undefined ? '–' : lagText(estimate) + (warnings.includes('blocks-alike') ? ', high' : '');

function lagText({ lag1 = 0 }: Estimate): string {
  return lag1 < 0 ? `−${Math.abs(lag1).toFixed(2)}` : lag1.toFixed(2);
}
