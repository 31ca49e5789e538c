/** The A/A control: one cell of each stack measured twice in every block, as if it were two. Pure. */
import { patterns } from '../patterns/index.ts';
import type { Control, Sample } from '../results/schema.ts';
import { noiseFloor } from '../stats/noise-floor.ts';
import { blockValues } from './block-values.ts';

/** One control per stack that has blocks with both arms; the ratio is that of the control arm to the measured one. */
export function summarizeControls(samples: Sample[]): Control[] {
  const groups = Object.groupBy(
    samples.filter(({ arm }) => arm === 'control'),
    ({ pattern, stack, variant }) => `${pattern}/${stack}/${variant}`,
  );
  return Object.values(groups).flatMap((control = []) => {
    const { pattern, stack, variant } = control[0] as Sample;
    const metric = patterns[pattern].phases.find((phase) => phase.control?.variant === variant)?.control?.metric;
    if (metric === undefined) return [];
    const measured = samples.filter(
      (one) => one.arm === undefined && one.pattern === pattern && one.stack === stack && one.variant === variant,
    );
    const [again, first] = [blockValues(control, metric), blockValues(measured, metric)];
    const ratios = [...again].flatMap(([block, value]) => {
      const other = first.get(block);
      return other === undefined ? [] : [value / other];
    });
    if (ratios.length === 0) return [];
    const { ratio, sdPerBlock, moved } = noiseFloor(ratios);
    return [{ pattern, stack, variant, metric, ratio, sd_per_block: sdPerBlock, moved }];
  });
}
