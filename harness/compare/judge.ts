/** From what was measured to what it says: a verdict for every gain and every ratio of gains. Pure. */
import * as lookup from '../results/lookup.ts';
import {
  type GainVerdict,
  type Metric,
  type PatternResult,
  type RatioVerdict,
  RESULTS_VERSION,
  type Results,
  type StackName,
  type Summary,
  type Verdicts,
} from '../results/schema.ts';
import { answerOf } from './answer.ts';
import { effectOf, judgeClaim } from './claims.ts';
import { judgeLimit } from './limits.ts';
import { isNoisy, isWithin, noiseFloor } from './noise-floor.ts';
import { distrustOf } from './trust.ts';
import { warningsOf } from './warnings.ts';

/** The results of a run with their verdicts, in place of any they had: those of an older version have none. */
export function judged(summary: Summary): Results {
  const { schema, schema_version: _, verdicts: __, ...measured } = summary as Summary & Partial<Results>;
  return {
    schema,
    schema_version: RESULTS_VERSION,
    ...measured,
    verdicts: verdictsOf(summary),
  };
}

function verdictsOf(summary: Summary): Verdicts {
  const { patterns, run } = summary;
  const verdicts = {
    gains: patterns.flatMap((pattern) => gainVerdicts(summary, pattern)),
    ratios: patterns.flatMap(ratioVerdicts),
  };
  return { ...verdicts, answer: answerOf(patterns, run.stacks, verdicts) };
}

function gainVerdicts(summary: Summary, pattern: PatternResult): GainVerdict[] {
  return pattern.metrics.flatMap((metric) =>
    lookup
      .improvedVariants(pattern)
      .flatMap((variant) => summary.run.stacks.map((stack) => judgeGain(summary, pattern, { stack, variant, metric }))),
  );
}

function judgeGain(
  summary: Summary,
  pattern: PatternResult,
  { stack, variant, metric }: { stack: StackName; variant: string; metric: Metric },
): GainVerdict {
  const { id } = metric;
  const gain = lookup.gainOf(pattern, stack, variant, id);
  const [before, after] = [lookup.BASELINE, variant].map((name) => lookup.estimateOf(pattern, stack, name, id));
  const cells = [lookup.BASELINE, variant].map((name) => lookup.cellOf(pattern, stack, name));
  const place = { pattern: pattern.pattern, stack };
  // The original document claims nothing of a better way than its own.
  const claim = variant === lookup.BEST ? undefined : lookup.claimOf(pattern, id);
  const limit = judgeLimit(metric, { before, after }, lookup.limitOf(pattern, stack, id, variant), claim);
  const floor =
    gain && isNoisy(metric, gain.kind) ? noiseFloor(summary.controls ?? [], { ...place, metric: id }) : undefined;
  const distrust = distrustOf(summary, place);
  return {
    ...place,
    variant,
    metric: id,
    verdict: judgeClaim(metric, claim, gain, after),
    effect: gain?.estimate ? effectOf(gain.estimate, gain.kind) : null,
    ...(floor ? { noise: { ...floor, within: gain?.estimate ? isWithin(floor, gain.estimate.value) : false } } : {}),
    ...(limit ? { limit } : {}),
    warnings: warningsOf(gain?.estimate, cells),
    trusted: distrust.length === 0,
    distrust,
  };
}

function ratioVerdicts(pattern: PatternResult): RatioVerdict[] {
  return pattern.ratios_of_gains.map(({ metric, variant, estimate }) => {
    const of = pattern.metrics.find(({ id }) => id === metric);
    const equal = of !== undefined && lookup.isExact(estimate, of) && estimate.value === 1;
    return {
      pattern: pattern.pattern,
      variant,
      metric,
      effect: equal ? 'equal' : effectOf(estimate, 'ratio'),
      warnings: warningsOf(estimate, []),
    };
  });
}
