/** The noise floor: what the A/A control of a run says about its gains. A control is a cell measured against itself. */
import type { Control, Gain, Metric, PatternName, PatternResult, Results, StackName } from '../results/schema.ts';
import { gainIntervalOf, listed, STACK_TITLES, times } from './format.ts';

/** How far from 1 the ratio of two equal arms may lie. */
export interface NoiseFloor {
  /** Above 1: the end of the control's 95 % interval that is farther from 1. */
  factor: number;
  /** The pattern of the control, when it is not the pattern of the gain. */
  from: PatternName | null;
}

/** The floor of one stack in one pattern; a control of the same pattern goes before others. Undefined without interval. */
export function noiseFloor(
  controls: readonly Control[],
  pattern: PatternName,
  stack: StackName,
): NoiseFloor | undefined {
  const ours = controls.filter((control) => control.stack === stack && control.ratio.low !== null);
  const control = ours.find((one) => one.pattern === pattern) ?? ours[0];
  if (control === undefined) return undefined;
  const { low, high } = control.ratio;
  const factor = Math.max(high ?? 1, 1 / (low ?? 1));
  return { factor, from: control.pattern === pattern ? null : control.pattern };
}

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

/** The controls in words, one line each; empty for a run without one. */
export function noiseLines({ controls = [], patterns }: Pick<Results, 'controls' | 'patterns'>): string[] {
  return controls.map((control) => {
    const { pattern, stack, variant, ratio, sd_per_block, moved } = control;
    const interval = gainIntervalOf(ratio, 'ratio', 'count');
    return [
      `${STACK_TITLES[stack]} ${pattern} ${variant} against itself (A/A), ${controlTitle(control, patterns)}: ${times(ratio.value)}`,
      interval === null ? ', no interval and so no noise floor' : `, 95 % interval ${interval}`,
      sd_per_block === null ? '' : `; a block errs by about ${percent(sd_per_block)} %`,
      moved ? '. It moved although nothing differs: distrust every small difference of this run' : '',
      '.',
    ].join('');
  });
}

/** The floors of all stacks in one phrase, "A/A noise in pooling: Node ± 1.3 %, Python ± 2.1 %"; null without any. */
export function noiseSummary({ controls = [], run }: Pick<Results, 'controls' | 'run'>): string | null {
  const floors = controls.flatMap(({ pattern, stack }) => {
    const floor = run.stacks.includes(stack) ? noiseFloor(controls, pattern, stack) : undefined;
    return floor ? [{ pattern, text: `${STACK_TITLES[stack]} ${noiseText(floor)}` }] : [];
  });
  if (floors.length === 0) return null;
  const patterns = [...new Set(floors.map(({ pattern }) => pattern))];
  return `A/A noise in ${listed(patterns)}: ${floors.map(({ text }) => text).join(', ')}`;
}

function percent(share: number): string {
  const rounded = Number((share * 100).toPrecision(2));
  return rounded.toLocaleString('en-US', { minimumFractionDigits: rounded < 1 ? 2 : rounded < 10 ? 1 : 0 });
}

function controlTitle({ pattern, metric }: Control, patterns: readonly PatternResult[]): string {
  return patterns.find((one) => one.pattern === pattern)?.metrics.find(({ id }) => id === metric)?.title ?? metric;
}
