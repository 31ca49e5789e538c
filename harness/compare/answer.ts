/** What the headlines of all patterns say together: which gains most, how many claims hold, what the work itself takes. */
import * as lookup from '../results/lookup.ts';
import type {
  Answer,
  ClaimVerdict,
  Effect,
  Estimate,
  Metric,
  PatternResult,
  StackName,
  Verdicts,
} from '../results/schema.ts';
import { effectOf } from './claims.ts';

type StackAnswer = Answer['stacks'][number];
type OwnTime = Answer['own_times'][number];

/** A claim of which there is something to say. */
const JUDGED: Partial<Record<ClaimVerdict, boolean>> = {
  'claim-held': true,
  'claim-exceeded': true,
  'claim-not-reached': false,
  'no-difference-shown': false,
  'got-worse': false,
};

export function answerOf(
  patterns: readonly PatternResult[],
  stacks: readonly StackName[],
  verdicts: Pick<Verdicts, 'gains'>,
): Answer {
  return {
    stacks: stacks.map((stack) => ({
      stack,
      largest: largestIn(patterns, stack),
      ...claimsIn(patterns, stack, verdicts),
    })),
    own_times: patterns.flatMap((pattern) => stacks.flatMap((stack) => ownTime(pattern, stack) ?? [])),
  };
}

/** Those that cannot be told from the largest stand beside it; none is the largest where a larger value has no interval. */
function largestIn(patterns: readonly PatternResult[], stack: StackName): StackAnswer['largest'] {
  const ratios = patterns.flatMap((pattern) => {
    const gain = lookup.gainOf(pattern, stack, lookup.improvedVariants(pattern)[0], pattern.headline);
    return gain?.kind === 'ratio' && gain.estimate ? [{ pattern: pattern.pattern, ...gain.estimate }] : [];
  });
  const gains = ratios.flatMap(({ low, high, ...one }) =>
    low === null || high === null || low <= 1 ? [] : [{ ...one, low, high }],
  );
  const [first, ...others] = gains.toSorted((one, other) => other.value - one.value);
  const isTold = ({ value, low }: (typeof ratios)[number]) => low !== null || value <= (first?.value ?? 0);
  if (first === undefined || !ratios.every(isTold)) return [];
  return [first, ...others.filter(({ high }) => high >= first.low)].map(({ pattern }) => pattern);
}

function claimsIn(
  patterns: readonly PatternResult[],
  stack: StackName,
  verdicts: Pick<Verdicts, 'gains'>,
): Pick<StackAnswer, 'claims' | 'claims_hold'> {
  const held = patterns.flatMap((pattern) => {
    const metric = lookup.promisedMetric(pattern)?.id;
    if (metric === undefined) return [];
    const [variant] = lookup.improvedVariants(pattern);
    const { verdict } = lookup.verdictOf(verdicts, { pattern: pattern.pattern, stack, variant, metric });
    return JUDGED[verdict] ?? [];
  });
  return { claims: held.length, claims_hold: held.filter(Boolean).length };
}

/**
 * The time that the work itself takes, in a pattern whose headline is something else: the memory, or what others wait.
 * Where it has no gain, the intervals of both variants are compared: those that overlap show no difference.
 */
function ownTime(pattern: PatternResult, stack: StackName): OwnTime | undefined {
  const metric = pattern.metrics.find((one) => one.id !== pattern.headline && one.kind === 'time' && one.unit === 'ms');
  if (metric === undefined) return undefined;
  const [variant] = lookup.improvedVariants(pattern);
  const [before, after] = [lookup.BASELINE, variant].map((name) => lookup.estimateOf(pattern, stack, name, metric.id));
  if (before === undefined || after === undefined) return undefined;
  const gain = lookup.gainOf(pattern, stack, variant, metric.id);
  const effect = gain?.estimate ? effectOf(gain.estimate, gain.kind) : effectBetween(metric, before, after);
  return { pattern: pattern.pattern, stack, metric: metric.id, effect };
}

function effectBetween({ better }: Pick<Metric, 'better'>, before: Estimate, after: Estimate): Effect {
  if (before.low === null || before.high === null || after.low === null || after.high === null) return 'no-interval';
  if (after.high < before.low) return better === 'lower' ? 'better' : 'worse';
  if (after.low > before.high) return better === 'lower' ? 'worse' : 'better';
  return 'none-shown';
}
