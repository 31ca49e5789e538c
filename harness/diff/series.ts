/** From the samples of a diff to what is judged: one series of blocks per cell and metric, base beside head. Pure. */

import { isPrimary } from '../patterns/diff/metrics.ts';
import { isCell } from '../results/cell-name.ts';
import type { CellName, DiffHeader, DiffRow, Metric, RowReason, Sample } from '../results/schema.ts';
import { countingSamples, isValid } from '../stats/block-values.ts';
import { growthMargin } from '../stats/growth.ts';
import { logChanges } from '../stats/verdict.ts';
import { growthThresholdOf, isRead, pairGrowth } from './growth-blocks.ts';
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
  /** Their changes, above 0 for worse: logarithms of ratios, of growth bytes per 1,000 requests. */
  changes: number[];
  /**
   * The smallest change that matters: relative, of growth in bytes per 1,000 requests. Where both sides grow it is more: see
   * `thresholdOf`.
   */
  delta: number;
  /** The same on the scale of the changes. */
  margin: number;
  /** Why it must not be judged, if so. */
  invalid?: RowReason;
  /** Where shares were merged: whose the blocks are, one machine's after the other's. */
  machines?: readonly BlocksOfMachine[];
}

/** How many of the blocks of a series a share has. */
export interface BlocksOfMachine {
  shard: number;
  blocks: number;
}

/** The values of a series, one for each of its blocks, machine by machine. */
export function byMachine<T>(values: readonly T[], { machines }: Pick<Series, 'machines'>): T[][] {
  let from = 0;
  return (machines ?? [{ blocks: values.length }]).map(({ blocks }) => {
    const some = values.slice(from, from + blocks);
    from += blocks;
    return some;
  });
}

type Judged = Pick<DiffHeader, 'cells' | 'thresholds' | 'service' | 'plan'>;

/**
 * Every cell and timed metric, in the order of the header's cells. CPU and growth are primary, time and memory are secondary:
 * declared before the run, whatever the samples say.
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
      const [base, head] = [ofSide('base'), ofSide('head')];
      const changes =
        metric.kind === 'growth'
          ? growthChanges(base, head, growthThresholdOf(header, cell))
          : ratioChanges(base, head, metric, thresholds[metric.kind]);
      if (changes === undefined) return [];
      const counts = metric.kind === 'growth' ? isRead : isValid;
      const invalid = withoutValidBlock(trials, changes.blocks, counts);
      return [
        {
          ...{ cell, metric, family: isPrimary(metric) ? 'primary' : 'secondary', ...changes },
          ...(invalid === undefined ? {} : { invalid }),
        },
      ];
    });
  });
}

type Changes = Pick<Series, 'blocks' | 'changes' | 'delta' | 'margin'>;

function ratioChanges(base: readonly Sample[], head: readonly Sample[], metric: Metric, delta: number): Changes {
  const blocks = pairBlocks(base, head, metric);
  const pairs = pairsOf(blocks);
  const changes = logChanges(pairs.base, pairs.head, metric.better);
  return { blocks, changes, delta, margin: Math.log1p(delta) };
}

function growthChanges(
  base: readonly Sample[],
  head: readonly Sample[],
  delta: number | undefined,
): Changes | undefined {
  if (delta === undefined) return undefined;
  const blocks = pairGrowth(base, head);
  const changes = differencesOf(blocks);
  return { blocks, changes, delta, margin: delta };
}

/** What head grows more than base, block by block. */
export const differencesOf = (blocks: readonly PairedBlock[]): number[] => blocks.map(({ base, head }) => head - base);

/** The smallest change that matters among the judged blocks. */
export const thresholdOf = ({ metric, delta }: Pick<Series, 'metric' | 'delta'>, judged: readonly PairedBlock[]) =>
  metric.kind === 'growth' && judged.length > 0 ? growthMargin(judged, delta) : delta;

/** The samples that count, whatever order the file has them in. */
export const inPlannedOrder = (samples: readonly Sample[]): Sample[] =>
  countingSamples(samples).sort((one, other) => one.trial - other.trial);

/** The values of either side, block by block. */
export const pairsOf = (blocks: readonly PairedBlock[]): DiffRow['screening'] => ({
  base: blocks.map(({ base }) => base),
  head: blocks.map(({ head }) => head),
});

/** A cell that was measured and of which nothing counts, on one side at least. */
function withoutValidBlock(
  trials: readonly Sample[],
  blocks: readonly PairedBlock[],
  counts: (sample: Sample) => boolean,
): RowReason | undefined {
  if (blocks.length > 0) return undefined;
  for (const name of ['head', 'base'] as const) {
    const ofSide = trials.filter(({ side }) => side === name);
    const [invalid] = ofSide.filter((trial) => !counts(trial)).flatMap((trial) => trial.invalid ?? []);
    if (invalid !== undefined && !ofSide.some(counts)) return { code: 'no-valid-trial', side: name, invalid };
  }
  return undefined;
}
