/** From the samples of a diff to what is judged: one series of blocks per cell and metric, base beside head. Pure. */

import { isCell } from '../results/cell-name.ts';
import type { CellName, DiffHeader, DiffRow, Metric, Sample } from '../results/schema.ts';
import { countingSamples, isValid } from '../stats/block-values.ts';
import { type CellChanges, logChanges } from '../stats/verdict.ts';
import { pairBlocks } from './pair-windows.ts';

/** The metrics of a pattern that the gate measures. */
export type MetricsOf = (pattern: CellName['pattern']) => readonly Metric[];

type Pairs = DiffRow['screening'];

/** One metric of one cell. `changes.invalid` says why it must not be judged, if so. */
export interface Series {
  cell: CellName;
  metric: Metric;
  family: DiffRow['family'];
  screening: Pairs;
  fresh: Pairs;
  changes: CellChanges & { delta: number };
}

type Screened = Pick<DiffHeader, 'cells' | 'plan' | 'thresholds'>;

/**
 * Every cell and timed metric, in the order of the header's cells. CPU is primary, time and memory are secondary: declared
 * before the run, whatever the samples say.
 * @param samples all of the diff, in the order they were written.
 */
export function seriesOf(header: Screened, samples: readonly Sample[], metricsOf: MetricsOf): Series[] {
  const counting = inPlannedOrder(samples);
  return header.cells.flatMap((cell) => {
    const trials = counting.filter((sample) => sample.arm === undefined && isCell(sample, cell));
    return metricsOf(cell.pattern).flatMap((metric): Series[] => {
      if (metric.kind === 'count') return [];
      const pairs = pairsOf(trials, metric, header.plan.screening_blocks);
      const invalid = withoutValidBlock(trials, pairs);
      return [
        {
          cell,
          metric,
          family: metric.kind === 'cost' ? 'primary' : 'secondary',
          ...pairs,
          changes: {
            screening: logChanges(pairs.screening.base, pairs.screening.head, metric.better),
            fresh: logChanges(pairs.fresh.base, pairs.fresh.head, metric.better),
            delta: header.thresholds[metric.kind],
            ...(invalid === undefined ? {} : { invalid }),
          },
        },
      ];
    });
  });
}

/** The samples that count, whatever order the file has them in. */
export const inPlannedOrder = (samples: readonly Sample[]): Sample[] =>
  countingSamples(samples).sort((one, other) => one.trial - other.trial);

function pairsOf(
  trials: readonly Sample[],
  metric: Metric,
  screeningBlocks: number,
): Pick<Series, 'screening' | 'fresh'> {
  const ofSide = (side: Sample['side']) => trials.filter((trial) => trial.side === side);
  const pairs = pairBlocks(ofSide('base'), ofSide('head'), metric);
  const where = (wanted: (block: number) => boolean): Pairs => {
    const found = pairs.filter(({ block }) => wanted(block));
    return { base: found.map(({ base }) => base), head: found.map(({ head }) => head) };
  };
  return { screening: where((block) => block < screeningBlocks), fresh: where((block) => block >= screeningBlocks) };
}

/** A cell that was measured and of which nothing counts, on one side at least. */
function withoutValidBlock(
  trials: readonly Sample[],
  { screening, fresh }: Pick<Series, 'screening' | 'fresh'>,
): string | undefined {
  if (screening.base.length > 0 || fresh.base.length > 0) return undefined;
  for (const name of ['head', 'base'] as const) {
    const ofSide = trials.filter(({ side }) => side === name);
    const [reason] = ofSide.flatMap(({ invalid = [] }) => invalid);
    if (reason !== undefined && !ofSide.some(isValid)) return `no valid trial of ${name}: ${reason.detail}`;
  }
  return undefined;
}
