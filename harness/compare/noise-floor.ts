/** The noise floor of a gain: how far from no change a run sees two equal arms. A control is a cell measured against itself. */
import type { Control, Gain, Metric, NoiseFloor, PatternName, StackName } from '../results/schema.ts';
import { noiseFactor } from '../stats/noise-floor.ts';

/**
 * The floor of one metric of a pattern in one stack: from a control of that metric; else the highest of the pattern;
 * else the highest of all, for one that is too low would make noise a finding. Undefined without interval.
 */
export function noiseFloor(
  controls: readonly Control[],
  { pattern, stack, metric }: { pattern: PatternName; stack: StackName; metric: string },
): NoiseFloor | undefined {
  const ours = controls.filter((control) => control.stack === stack && control.ratio.low !== null);
  const same = ours.filter((control) => control.pattern === pattern);
  const own = same.find((control) => control.metric === metric);
  const [highest] = (same.length > 0 ? same : ours).toSorted((one, other) => factorOf(other) - factorOf(one));
  const control = own ?? highest;
  if (control === undefined) return undefined;
  return { factor: factorOf(control), from: { pattern: control.pattern, metric: control.metric } };
}

const factorOf = ({ ratio }: Control) => noiseFactor(ratio);

/** Times and costs are noisy; memory hardly is, and counts are exact. A difference has no ratio to compare. */
export function isNoisy(metric: Metric, kind: Gain['kind']): boolean {
  return kind === 'ratio' && (metric.kind === 'time' || metric.kind === 'cost');
}

/** Whether a ratio is no farther from 1 than that of two equal arms may be. */
export function isWithin({ factor }: Pick<NoiseFloor, 'factor'>, ratio: number): boolean {
  return Math.abs(Math.log(ratio)) <= Math.log(factor);
}
