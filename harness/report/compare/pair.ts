/** One variant beside the baseline, in one metric and stack: all that is said of a gain starts from it. */

import * as lookup from '../../results/lookup.ts';
import type {
  Claim,
  Estimate,
  Gain,
  GainVerdict,
  Limit,
  Metric,
  PatternResult,
  StackName,
  Verdicts,
} from '../../results/schema.ts';
import { gainIntervalOf, gainText } from '../kit/format.ts';
import { noiseText } from './noise.ts';
import type { RunContext } from './run-context.ts';

export interface Pair {
  pattern: PatternResult;
  metric: Metric;
  stack: StackName;
  variant: string;
  before: Estimate | undefined;
  after: Estimate | undefined;
  gain: Gain | undefined;
  claim: Claim | undefined;
  limit: Limit | undefined;
  judged: GainVerdict;
}

export function pairOf(
  { pattern, metric, stack, variant }: Pick<Pair, 'pattern' | 'metric' | 'stack' | 'variant'>,
  verdicts: Verdicts,
): Pair {
  const of = (name: string) => lookup.estimateOf(pattern, stack, name, metric.id);
  return {
    pattern,
    metric,
    stack,
    variant,
    before: of(lookup.BASELINE),
    after: of(variant),
    gain: lookup.gainOf(pattern, stack, variant, metric.id),
    claim: lookup.claimOf(pattern, metric.id),
    limit: lookup.limitOf(pattern, stack, metric.id, variant),
    judged: lookup.verdictOf(verdicts, { pattern: pattern.pattern, stack, variant, metric: metric.id }),
  };
}

/** The pair of every stack of the run. */
export const pairsOf = (
  pattern: PatternResult,
  metric: Metric,
  variant: string,
  { stacks, verdicts }: RunContext,
): Pair[] => stacks.map((stack) => pairOf({ pattern, metric, stack, variant }, verdicts));

/** "± 1.3 %" of a gain that noise can touch; null of any other, and where no control tells it. */
export function noiseOf({ judged }: Pick<Pair, 'judged'>): string | null {
  return judged.noise === undefined ? null : noiseText({ ...judged, noise: judged.noise });
}

/** "2.47×" and "2.44–2.50"; the interval is null where too few blocks give one, all of it where there is no gain. */
export function gainTexts({
  gain,
  metric,
}: Pick<Pair, 'gain' | 'metric'>): [value: string, interval: string | null] | null {
  if (!gain?.estimate) return null;
  const { estimate, kind } = gain;
  return [gainText(estimate.value, kind, metric.unit), gainIntervalOf(estimate, kind, metric.unit)];
}
