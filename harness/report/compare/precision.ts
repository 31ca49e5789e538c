/** How far each gain may be trusted: by which method its interval was found, and what else speaks for or against it. */

import * as lookup from '../../results/lookup.ts';
import type { Estimate, Gain, Metric, PatternResult, Warning } from '../../results/schema.ts';
import { gainIntervalOf, gainText, STACK_TITLES } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { noiseOf, pairOf } from './pair.ts';
import type { RunContext } from './run-context.ts';

export const PRECISION_COLUMNS = [
  'gain of',
  'stack',
  'gain',
  INTERVAL,
  'found by',
  'Hodges–Lehmann',
  'lag-1',
  'noise floor',
] as const;

/** One row per gain, as text in the order of PRECISION_COLUMNS. Counts are exact and have none. */
export function precisionRows(pattern: PatternResult, context: RunContext): string[][] {
  return pattern.metrics
    .filter(({ kind }) => kind !== 'count')
    .flatMap((metric) =>
      lookup.improvedVariants(pattern).flatMap((variant) =>
        context.stacks.flatMap((stack) => {
          const pair = pairOf({ pattern, metric, stack, variant }, context.verdicts);
          if (!pair.gain?.estimate) return [];
          const cells = estimateCells(pair.gain, pair.gain.estimate, metric, pair.judged.warnings);
          return [[`${metric.title}, ${variant}`, STACK_TITLES[stack], ...cells, noiseOf(pair) ?? '–']];
        }),
      ),
    );
}

/** Why an interval may be too narrow; null where the blocks look independent. */
export function autocorrelationNote(estimate: Estimate, warnings: readonly Warning[]): string | null {
  return warnings.includes('blocks-alike') ? `blocks correlated (lag-1 ${lagText(estimate)})` : null;
}

function estimateCells({ kind }: Gain, estimate: Estimate, { unit }: Metric, warnings: readonly Warning[]): string[] {
  const { hodges_lehmann: ranks, method } = estimate;
  const interval = gainIntervalOf(estimate, kind, unit);
  const ranked = ranks ? { ...estimate, ...ranks } : null;
  return [
    gainText(estimate.value, kind, unit),
    interval ?? 'none',
    interval === null ? 'too few blocks' : method === 'signed-rank' ? 'signed ranks' : 'Student t',
    ranked ? `${gainText(ranked.value, kind, unit)} (${gainIntervalOf(ranked, kind, unit) ?? 'no interval'})` : '–',
    estimate.lag1 === undefined ? '–' : lagText(estimate) + (warnings.includes('blocks-alike') ? ', high' : ''),
  ];
}

function lagText({ lag1 = 0 }: Estimate): string {
  return lag1 < 0 ? `−${Math.abs(lag1).toFixed(2)}` : lag1.toFixed(2);
}
