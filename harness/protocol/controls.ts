/** The A/A controls: cells measured twice in every block, as if they were two. Pure. */
import { patterns } from '../patterns/index.ts';
import { type Control, isOwn, type Metric, type OwnSample, type PatternName, type Sample } from '../results/schema.ts';
import { blockValues } from '../stats/block-values.ts';
import { type NoiseFloor, noiseFloor, sharedLevel } from '../stats/noise-floor.ts';

/**
 * One control per controlled cell and noisy metric that has blocks with both arms; the ratio is that of the control arm
 * to the measured one. A run has several, of which none may move by chance in 99 of 100 runs: each has its share of
 * the one per cent (Bonferroni).
 */
export function summarizeControls(samples: Sample[]): Control[] {
  const controlled = samples.filter(isOwn).filter(({ arm }) => arm === 'control');
  const groups = [...Map.groupBy(controlled, cellOf)].sort(([one], [other]) => (one < other ? -1 : 1));
  const found = groups.flatMap(([cell, control]) => {
    const measured = samples.filter((one) => one.arm === undefined && cellOf(one) === cell);
    const { pattern, phase, stack, variant } = control[0] as OwnSample;
    return noisyMetrics(pattern).flatMap(({ id: metric }) => {
      const ratios = ratiosOf(control, measured, metric);
      const where = { pattern, ...(phase === undefined ? {} : { phase }), stack, variant, metric };
      return ratios.length === 0 ? [] : [{ where, ratios }];
    });
  });
  return found.map(({ where, ratios }) => ({ ...where, ...inFields(noiseFloor(ratios, sharedLevel(found.length))) }));
}

const cellOf = ({ pattern, phase, stack, variant }: Sample) => [pattern, phase, stack, variant].join('/');

/** Counts do not scatter. */
const noisyMetrics = (name: PatternName): Metric[] =>
  patterns[name].metrics.filter(({ kind, unit }) => kind !== 'count' && unit !== 'fraction');

/** The log ratios of the blocks that have both arms. */
function ratiosOf(control: Sample[], measured: Sample[], metric: string): number[] {
  const [again, first] = [blockValues(control, metric), blockValues(measured, metric)];
  return [...again].flatMap(([block, value]) => {
    const other = first.get(block);
    return other === undefined ? [] : [value / other];
  });
}

const inFields = ({ ratio, sdPerBlock, moved }: NoiseFloor) => ({ ratio, sd_per_block: sdPerBlock, moved });
