/** The noise floor: what the A/A control of a run says about its gains. A control is a cell measured against itself. */
import type { Control, Gain, Metric, PatternName, PatternResult, Results, StackName } from '../results/schema.ts';
import { gainIntervalOf, STACK_TITLES, times } from './format.ts';

/** How far from 1 the ratio of two equal arms may lie. */
export interface NoiseFloor {
  /** Above 1: the end of the control's 95 % interval that is farther from 1. */
  factor: number;
  /** Where the control was measured, when it is not the metric itself: another metric, or another pattern. */
  from: string | null;
}

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
  const from = control === own ? null : control.pattern === pattern ? control.metric : control.pattern;
  return { factor: factorOf(control), from };
}

const factorOf = ({ ratio: { low, high } }: Control) => Math.max(high ?? 1, 1 / (low ?? 1));

/** Times and costs are noisy; memory hardly is, and counts are exact. A difference has no ratio to compare. */
export function isNoisy(metric: Metric, kind: Gain['kind']): boolean {
  return kind === 'ratio' && (metric.kind === 'time' || metric.kind === 'cost');
}

/** Whether a ratio is no farther from 1 than that of two equal arms may be. */
export function isWithin({ factor }: NoiseFloor, ratio: number): boolean {
  return Math.abs(Math.log(ratio)) <= Math.log(factor);
}

/** "± 1.3 %", or "± 1.3 % (pooling)" where the control is another pattern's; two digits, for a handful of blocks does not know a third. */
export function noiseText({ factor, from }: NoiseFloor): string {
  return `± ${percent(factor - 1)} %${from === null ? '' : ` (${from})`}`;
}

/** The controls in words, one line per cell and metric; empty for a run without one. */
export function noiseLines({ controls = [], patterns }: Pick<Results, 'controls' | 'patterns'>): string[] {
  const groups = Map.groupBy(controls, ({ pattern, variant, metric }) => `${pattern}/${variant}/${metric}`);
  return [...groups.values()].map((group) => {
    const { pattern, variant } = group[0] as Control;
    const stacks = group.map((control) => `${STACK_TITLES[control.stack]} ${controlText(control)}`);
    const moved = group.some((control) => control.moved)
      ? ' It moved although nothing differs: no difference in this part of the run means anything.'
      : '';
    return `${pattern} ${variant} against itself (A/A), ${controlTitle(group[0] as Control, patterns)}: ${stacks.join('; ')}.${moved}`;
  });
}

function controlText({ ratio, sd_per_block }: Control): string {
  const interval = gainIntervalOf(ratio, 'ratio', 'count');
  const shown = interval === null ? 'no interval and so no noise floor' : `95 % interval ${interval}`;
  const spread = sd_per_block === null ? '' : `, a block errs by about ${percent(sd_per_block)} %`;
  return `${times(ratio.value)} (${shown}${spread})`;
}

/** The floors of each pattern's headline, "A/A noise: pooling Node ± 1.3 %, Python ± 2.1 %"; null without any. */
export function noiseSummary({ controls = [], patterns }: Pick<Results, 'controls' | 'patterns'>): string | null {
  const found = patterns.flatMap(({ pattern, headline }) => {
    const floors = controls
      .filter((control) => control.pattern === pattern && control.metric === headline && control.ratio.low !== null)
      .map((control) => `${STACK_TITLES[control.stack]} ± ${percent(factorOf(control) - 1)} %`);
    return floors.length === 0 ? [] : [`${pattern} ${floors.join(', ')}`];
  });
  return found.length === 0 ? null : `A/A noise: ${found.join('; ')}`;
}

function percent(share: number): string {
  const rounded = Number((share * 100).toPrecision(2));
  return rounded.toLocaleString('en-US', { minimumFractionDigits: rounded < 1 ? 2 : rounded < 10 ? 1 : 0 });
}

function controlTitle({ pattern, metric }: Control, patterns: readonly PatternResult[]): string {
  return patterns.find((one) => one.pattern === pattern)?.metrics.find(({ id }) => id === metric)?.title ?? metric;
}
