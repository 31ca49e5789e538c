/**
 * A comparison as test cases, one per gain. A claim that does not hold is a finding and no fault, so it fails nothing; what
 * turns a run red is that its numbers must not be used.
 */
import type { Gain, Metric, PatternResult, Results, StackName } from '../results/schema.ts';
import { STACKS } from '../results/schema.ts';
import { judge } from './claims.ts';
import { gainIntervalOf, gainText, quantity } from './format.ts';
import type { JunitCase } from './junit-document.ts';
import * as lookup from './lookup.ts';

export function compareCases(results: Results): JunitCase[] {
  const distrust = distrustOf(results);
  const gains = results.patterns.flatMap((pattern) =>
    STACKS.flatMap((stack) =>
      (pattern.stacks[stack]?.gains ?? []).flatMap((gain) => {
        const metric = pattern.metrics.find(({ id }) => id === gain.metric);
        return metric === undefined ? [] : [gainCase(pattern, stack, gain, metric, distrust)];
      }),
    ),
  );
  return distrust === null ? gains : [wholeCase(distrust), ...gains];
}

/** Why no number of this run may be used, if so. */
function distrustOf({ status, status_reason, validity }: Results): string | null {
  if (validity?.trustworthy === false) return `this run is invalid: ${validity.distrust ?? 'too many invalid trials'}`;
  return status === 'partial' ? `this run is partial: ${status_reason ?? 'it did not come to its end'}` : null;
}

const wholeCase = (message: string): JunitCase => ({
  classname: 'duet.compare',
  name: 'the run as a whole',
  seconds: null,
  outcome: { kind: 'error', type: 'unusable run', message },
});

function gainCase(
  pattern: PatternResult,
  stack: StackName,
  gain: Gain,
  metric: Metric,
  distrust: string | null,
): JunitCase {
  const { variant, estimate } = gain;
  const after = lookup.estimateOf(pattern, stack, variant, metric.id);
  const missing = estimate === null ? (gain.why_missing ?? 'not measured') : distrust;
  return {
    classname: `duet.${pattern.pattern}.${stack}.${variant}`,
    name: metric.title,
    seconds: after && metric.unit === 'ms' ? after.value / 1_000 : null,
    ...(missing === null ? {} : { outcome: { kind: 'skipped', type: 'no gain', message: missing } }),
    ...(estimate === null ? {} : { output: gainInWords(pattern, stack, { ...gain, estimate }, metric) }),
  };
}

type MeasuredGain = Gain & { estimate: NonNullable<Gain['estimate']> };

function gainInWords(pattern: PatternResult, stack: StackName, gain: MeasuredGain, metric: Metric): string {
  const [before, after] = [lookup.BASELINE, gain.variant].map((variant) =>
    lookup.estimateOf(pattern, stack, variant, metric.id),
  );
  const interval = gainIntervalOf(gain.estimate, gain.kind, metric.unit);
  const verdict = judge(metric, lookup.claimOf(pattern, metric.id), gain, after);
  return [
    before && after ? `${quantity(before.value, metric.unit)} before, ${quantity(after.value, metric.unit)} after` : '',
    `gain ${gainText(gain.estimate.value, gain.kind, metric.unit)}`,
    interval === null ? '' : `95 % interval ${interval}`,
    verdict === 'not judged' ? '' : verdict,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
