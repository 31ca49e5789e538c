/** How far each gain may be trusted: by which method its interval was found, and what else speaks for or against it. */
import type { Estimate, Gain, Metric, PatternResult } from '../results/schema.ts';
import { highFrom } from '../stats/autocorrelation.ts';
import { gainIntervalOf, gainText, STACK_TITLES } from './format.ts';
import * as lookup from './lookup.ts';
import { isNoisy, noiseFloor, noiseText } from './noise.ts';
import type { RunContext } from './run-context.ts';

export const PRECISION_COLUMNS = [
  'gain of',
  'stack',
  'gain',
  '95 % interval',
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
          const gain = lookup.gainOf(pattern, stack, variant, metric.id);
          if (!gain?.estimate) return [];
          const floor = isNoisy(metric, gain.kind)
            ? noiseFloor(context.controls, { pattern: pattern.pattern, stack, metric: metric.id })
            : undefined;
          const noise = floor ? noiseText(floor) : '–';
          return [
            [`${metric.title}, ${variant}`, STACK_TITLES[stack], ...estimateCells(gain, gain.estimate, metric), noise],
          ];
        }),
      ),
    );
}

/** Why an interval may be too narrow; null where the blocks look independent. */
export function alikeNote(estimate: Estimate): string | null {
  return isAlike(estimate) ? `blocks alike (lag-1 ${lagText(estimate)})` : null;
}

/** Whether neighbouring blocks resemble each other more than chance lets 19 of 20 independent runs do. */
export function isAlike({ lag1, n }: Estimate): boolean {
  return lag1 !== undefined && lag1 > highFrom(n);
}

function estimateCells({ kind }: Gain, estimate: Estimate, { unit }: Metric): string[] {
  const { hodges_lehmann: ranks, method } = estimate;
  const interval = gainIntervalOf(estimate, kind, unit);
  const ranked = ranks ? { ...estimate, ...ranks } : null;
  return [
    gainText(estimate.value, kind, unit),
    interval ?? 'none',
    interval === null ? 'too few blocks' : method === 'signed-rank' ? 'signed ranks' : 'Student t',
    ranked ? `${gainText(ranked.value, kind, unit)} (${gainIntervalOf(ranked, kind, unit) ?? 'no interval'})` : '–',
    estimate.lag1 === undefined ? '–' : lagText(estimate) + (isAlike(estimate) ? ', high' : ''),
  ];
}

function lagText({ lag1 = 0 }: Estimate): string {
  return lag1 < 0 ? `−${Math.abs(lag1).toFixed(2)}` : lag1.toFixed(2);
}
