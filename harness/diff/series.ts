/** From the samples of a diff to what is judged: one series of blocks per cell and metric, base beside head. Pure. */

import { isCell } from '../results/cell-name.ts';
import type { CellName, DiffHeader, DiffRow, Metric, RowReason, Sample } from '../results/schema.ts';
import { countingSamples, isValid } from '../stats/block-values.ts';
import { logChanges } from '../stats/verdict.ts';
import { type PairedBlock, pairBlocks } from './pair-windows.ts';
import { thresholdsOf } from './request-rules.ts';

/** The metrics of a pattern that the gate measures. */
export type MetricsOf = (pattern: CellName['pattern']) => readonly Metric[];

/** One metric of one cell. */
export interface Series {
  cell: CellName;
  metric: Metric;
  family: DiffRow['family'];
  /** Those that are valid on both sides, in their order. */
  blocks: PairedBlock[];
  /** Their changes, above 0 for worse. */
  changes: number[];
  /** The smallest relative change that matters. */
  delta: number;
  /** Why it must not be judged, if so. */
  invalid?: RowReason;
}

type Judged = Pick<DiffHeader, 'cells' | 'thresholds' | 'service'>;

/**
 * Every cell and timed metric, in the order of the header's cells. CPU is primary, time and memory are secondary: declared
 * before the run, whatever the samples say.
 * @param samples all of the diff, in the order they were written.
 */
export function seriesOf(header: Judged, samples: readonly Sample[], metricsOf: MetricsOf): Series[] {
  const counting = inPlannedOrder(samples);
  return header.cells.flatMap((cell) => {
    const trials = counting.filter((sample) => sample.arm === undefined && isCell(sample, cell));
    const thresholds = thresholdsOf(header, cell);
    return metricsOf(cell.pattern).flatMap((metric): Series[] => {
      if (metric.kind === 'count') return [];
      const ofSide = (side: Sample['side']) => trials.filter((trial) => trial.side === side);
      const blocks = pairBlocks(ofSide('base'), ofSide('head'), metric);
      const { base, head } = pairsOf(blocks);
      const invalid = withoutValidBlock(trials, blocks);
      return [
        {
          cell,
          metric,
          family: metric.kind === 'cost' ? 'primary' : 'secondary',
          blocks,
          changes: logChanges(base, head, metric.better),
          delta: thresholds[metric.kind],
          ...(invalid === undefined ? {} : { invalid }),
        },
      ];
    });
  });
}

/** The samples that count, whatever order the file has them in. */
export const inPlannedOrder = (samples: readonly Sample[]): Sample[] =>
  countingSamples(samples).sort((one, other) => one.trial - other.trial);

/** The values of either side, block by block. */
export const pairsOf = (blocks: readonly PairedBlock[]): DiffRow['screening'] => ({
  base: blocks.map(({ base }) => base),
  head: blocks.map(({ head }) => head),
});

/** A cell that was measured and of which nothing counts, on one side at least. */
function withoutValidBlock(trials: readonly Sample[], blocks: readonly PairedBlock[]): RowReason | undefined {
  if (blocks.length > 0) return undefined;
  for (const name of ['head', 'base'] as const) {
    const ofSide = trials.filter(({ side }) => side === name);
    const [invalid] = ofSide.flatMap((trial) => trial.invalid ?? []);
    if (invalid !== undefined && !ofSide.some(isValid)) return { code: 'no-valid-trial', side: name, invalid };
  }
  return undefined;
}
