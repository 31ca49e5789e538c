/** After screening: which cells get fresh blocks, and how many. Decided once, before the first of them. Pure. */
import { gateMetrics } from '../patterns/gate/metrics.ts';
import { isCell } from '../results/cell-name.ts';
import type { CellName, DiffHeader, DiffPlan, Sample, Suspect } from '../results/schema.ts';
import { screeningP, suspicion } from '../stats/verdict.ts';
import { type MetricsOf, type Series, seriesOf } from './series.ts';
import { RULE } from './timed-rows.ts';

export interface TimeLeft {
  /** What the budget has left for fresh blocks. */
  leftMs: number;
  /** What one block of a single cell takes, the start of its services included. */
  blockMs(cell: CellName): number;
}

type Chosen = Required<Pick<DiffPlan, 'suspects' | 'out_of_time'>> & Pick<DiffPlan, 'fresh_blocks'>;

/**
 * Suspects of the primary family come before those of the secondary, slowdowns before speed-ups, then the less likely by
 * chance. The first one always gets its fresh blocks, for which the plan has kept time. Where the primary ones together
 * have no time for the planned number, all get fewer, but not fewer than a verdict takes; the rest are out of time.
 * The number never depends on what fresh blocks show.
 */
export function chooseSuspects(
  header: DiffHeader,
  samples: readonly Sample[],
  { leftMs, blockMs }: TimeLeft,
  metricsOf: MetricsOf = (pattern) => gateMetrics[pattern],
): Chosen {
  const ordered = mostSuspiciousFirst(seriesOf(header, samples, metricsOf));
  const primary = cellsOf(ordered.filter(({ family }) => family === 'primary'));
  const together = primary.reduce((sum, cell) => sum + blockMs(cell), 0);
  const affordable = together === 0 ? header.plan.fresh_blocks : Math.floor(leftMs / together);
  const fresh_blocks = Math.min(header.plan.fresh_blocks, Math.max(RULE.confirmation.blocks, affordable));

  let left = leftMs;
  const inTime: CellName[] = [];
  for (const cell of cellsOf(ordered)) {
    const ms = fresh_blocks * blockMs(cell);
    if (ms > left && inTime.length > 0) continue;
    inTime.push(cell);
    left -= ms;
  }
  // All metrics of a cell come from the same blocks: a second suspect of the cell costs nothing.
  const hasTime = ({ cell }: Series) => inTime.some((one) => isCell(one, cell));
  return {
    fresh_blocks,
    suspects: ordered.filter(hasTime).map(nameOf),
    out_of_time: ordered.filter((one) => !hasTime(one)).map(nameOf),
  };
}

function mostSuspiciousFirst(series: readonly Series[]): Series[] {
  const rank = ({ family, changes }: Series) =>
    (family === 'primary' ? 0 : 2) + (suspicion(changes, RULE) === 'worse' ? 0 : 1);
  return series
    .filter(({ changes }) => suspicion(changes, RULE) !== null)
    .toSorted(
      (one, other) => rank(one) - rank(other) || screeningP(one.changes, RULE) - screeningP(other.changes, RULE),
    );
}

/** Each cell once, in the order of its most suspicious metric. */
function cellsOf(series: readonly Series[]): CellName[] {
  const cells = series.map(({ cell }) => cell);
  return cells.filter((cell, index) => cells.findIndex((one) => isCell(one, cell)) === index);
}

const nameOf = ({ cell, metric }: Series): Suspect => ({ ...cell, metric: metric.id });
