/** The A/A arm of a diff: base against itself, in processes of its own. Pure. */
import type { DiffControl, Sample } from '../results/schema.ts';
import { noiseFloor, sharedLevel } from '../stats/noise-floor.ts';
import { pairBlocks } from './pair-windows.ts';
import { inPlannedOrder, type MetricsOf } from './series.ts';

/**
 * One control per controlled cell and noisy metric that has blocks with both arms; the ratio is that of the control arm to
 * base. They share the one per cent by which one may move although nothing differs (Bonferroni).
 */
export function summarizeControls(samples: readonly Sample[], metricsOf: MetricsOf): DiffControl[] {
  const ofBase = inPlannedOrder(samples).filter(({ side }) => side === 'base');
  const cells = Map.groupBy(ofBase, ({ pattern, phase, stack, variant }) => [pattern, phase, stack, variant].join('/'));
  const found = [...cells]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, trials]) => {
      const { pattern, stack, variant } = trials[0] as Sample;
      const ofArm = (wanted: Sample['arm']) => trials.filter(({ arm }) => arm === wanted);
      return metricsOf(pattern).flatMap((metric) => {
        // What a process keeps of its requests does not depend on what else the machine does.
        if (metric.kind === 'count' || metric.kind === 'growth') return [];
        const ratios = pairBlocks(ofArm(undefined), ofArm('control'), metric).map(({ base, head }) => head / base);
        return ratios.length === 0 ? [] : [{ where: { pattern, stack, variant, metric: metric.id }, ratios }];
      });
    });
  return found.map(({ where, ratios }) => {
    const { ratio, sdPerBlock, moved } = noiseFloor(ratios, sharedLevel(found.length));
    return { ...where, ratio, sd_per_block: sdPerBlock, moved };
  });
}
