/** From the header and the samples of a diff to its results: rows, controls, validity and verdict. Pure. */
import { gateMetrics } from '../patterns/gate/metrics.ts';
import { type DiffHeader, type DiffResults, type Sample, SCHEMA_VERSION } from '../results/schema.ts';
import { tallyTrials } from '../stats/invalid-trials.ts';
import { summarizeControls } from './controls.ts';
import { countRows } from './count-rows.ts';
import { markDoubtful } from './doubts.ts';
import { worstFirst } from './order.ts';
import { concludeDiff, distrustOf, gatedRows } from './outcome.ts';
import { type MetricsOf, seriesOf } from './series.ts';
import { timedRows } from './timed-rows.ts';

/**
 * The same samples give the same results, now or when a report is rebuilt.
 * @param samples all of them, in the order they were written; none for a diff of counts alone.
 * @param metricsOf the metrics that the gate measures.
 */
export function judgeDiff(
  header: DiffHeader,
  samples: readonly Sample[],
  end: Pick<DiffResults, 'finished_at' | 'status' | 'status_reason'>,
  metricsOf: MetricsOf = (pattern) => gateMetrics[pattern],
): DiffResults {
  const tally = tallyTrials(samples);
  const controls = summarizeControls(samples, metricsOf);
  const series = header.counts_only ? [] : seriesOf(header, samples, metricsOf);
  const timed = timedRows(markDoubtful(series, { tally, controls }), header);
  const rows = worstFirst([...countRows(header), ...timed]);
  const distrust = distrustOf(gatedRows(rows, header));
  return {
    schema: 'duet-diff',
    schema_version: SCHEMA_VERSION,
    ...end,
    trials: tally.trials,
    ...concludeDiff(header, rows, end),
    run: header,
    rows,
    controls,
    validity: { ...tally, trustworthy: distrust === undefined, ...(distrust === undefined ? {} : { distrust }) },
  };
}
