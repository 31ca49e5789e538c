/** What a diff still has to measure, from what it has measured. Pure. */
import { diffMetricsOf } from '../patterns/diff/metrics.ts';
import { isCell } from '../results/cell-name.ts';
import type { CellName, DiffHeader, Sample } from '../results/schema.ts';
import { acceptRows } from './accepted.ts';
import { countRows } from './count-rows.ts';
import { factRows } from './fact-rows.ts';
import { isOnlyShown } from './request-rules.ts';
import { type MetricsOf, seriesOf } from './series.ts';
import { timedRows } from './timed-rows.ts';

interface Progress {
  /** Those that no look has decided yet. */
  undecided: CellName[];
  /** A count, a fact or CPU is a regression that nobody accepted: the gate fails, whatever the other cells show. */
  isCertain: boolean;
}

/**
 * What the counts say, and what the looks of the plan have decided. A cell has been measured enough when its primary metrics
 * are decided. The same samples give the same answer, so that a diff that goes on measures what it would have.
 */
export function progressOf(
  header: DiffHeader,
  samples: readonly Sample[],
  metricsOf: MetricsOf = (pattern) => diffMetricsOf(header, pattern),
): Progress {
  const series = seriesOf(header, samples, metricsOf).filter(({ family }) => family === 'primary');
  const timed = timedRows(series, header);
  const isDecided = ({ decided_after }: (typeof timed)[number]) => decided_after !== undefined;
  const gated = acceptRows([...countRows(header), ...factRows(header), ...timed], header).rows;
  return {
    undecided: header.cells.filter((cell) => timed.some((row) => isCell(row, cell) && !isDecided(row))),
    isCertain:
      header.fail_on !== 'never' && gated.some((row) => row.verdict === 'regression' && !isOnlyShown(header, row)),
  };
}
