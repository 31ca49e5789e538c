/** The noise floor in words: what the A/A controls of a run say about its gains. */
import type { Control, GainVerdict, PatternResult, Results } from '../../results/schema.ts';
import { noiseFactor } from '../../stats/noise-floor.ts';
import { gainIntervalOf, STACK_TITLES, times } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { noiseShare } from '../kit/percent.ts';

/** A verdict that has a noise floor. */
type NoiseOf = Pick<GainVerdict, 'pattern' | 'metric'> & { noise: NonNullable<GainVerdict['noise']> };

/** "± 1.3 %", or "± 1.3 % (pooling)" where the control is another pattern's; two digits, for a handful of blocks does not know a third. */
export function noiseText({ noise, ...place }: NoiseOf): string {
  const from = noiseOrigin({ noise, ...place });
  return `± ${noiseShare(noise.factor - 1)}${from === null ? '' : ` (${from})`}`;
}

/** Where the control was measured, when it is not the metric itself: another metric, or another pattern. */
export function noiseOrigin({ pattern, metric, noise: { from } }: NoiseOf): string | null {
  if (from.pattern !== pattern) return from.pattern;
  return from.metric === metric ? null : from.metric;
}

/** The controls in words, one line per cell and metric; empty for a run without one. */
export function noiseLines({ controls = [], patterns }: Pick<Results, 'controls' | 'patterns'>): string[] {
  const groups = Map.groupBy(controls, ({ pattern, variant, metric }) => `${pattern}/${variant}/${metric}`);
  return [...groups.values()].map((group) => {
    const { pattern, variant } = group[0] as Control;
    const stacks = group.map((control) => `${STACK_TITLES[control.stack]} ${controlText(control)}`);
    const moved = group.some((control) => control.moved)
      ? ' It moved although nothing differs, so no difference in this part of the run means anything.'
      : '';
    return `${pattern} ${variant} against itself (A/A), ${controlTitle(group[0] as Control, patterns)}: ${stacks.join('; ')}.${moved}`;
  });
}

function controlText({ ratio, sd_per_block }: Control): string {
  const interval = gainIntervalOf(ratio, 'ratio', 'count');
  const shown = interval === null ? 'no interval and so no noise floor' : `${INTERVAL} ${interval}`;
  const spread = sd_per_block === null ? '' : `, a block varies by about ${noiseShare(sd_per_block)}`;
  return `${times(ratio.value)} (${shown}${spread})`;
}

/** The floors of each pattern's headline, "A/A noise: pooling Node ± 1.3 %, Python ± 2.1 %"; null without any. */
export function noiseSummary({ controls = [], patterns }: Pick<Results, 'controls' | 'patterns'>): string | null {
  const found = patterns.flatMap(({ pattern, headline }) => {
    const floors = controls
      .filter((control) => control.pattern === pattern && control.metric === headline && control.ratio.low !== null)
      .map((control) => `${STACK_TITLES[control.stack]} ± ${noiseShare(noiseFactor(control.ratio) - 1)}`);
    return floors.length === 0 ? [] : [`${pattern} ${floors.join(', ')}`];
  });
  return found.length === 0 ? null : `A/A noise: ${found.join('; ')}`;
}

function controlTitle({ pattern, metric }: Control, patterns: readonly PatternResult[]): string {
  return patterns.find((one) => one.pattern === pattern)?.metrics.find(({ id }) => id === metric)?.title ?? metric;
}
