/** From the header and the samples of a diff to its results: rows, controls, validity and verdict. Pure. */
import { diffMetricsOf } from '../patterns/diff/metrics.ts';
import { DIFF_VERSION, type DiffHeader, type DiffResults, type Sample } from '../results/schema.ts';
import { tallyTrials } from '../stats/invalid-trials.ts';
import { acceptRows } from './accepted.ts';
import { adviceOn } from './advice.ts';
import { summarizeControls } from './controls.ts';
import { countRows } from './count-rows.ts';
import { factRows } from './fact-rows.ts';
import { gateOf } from './gate.ts';
import { markInvalid } from './invalid-series.ts';
import { worstFirst } from './order.ts';
import { concludeDiff, distrustOf } from './outcome.ts';
import { type MetricsOf, seriesOf } from './series.ts';
import { timedRows } from './timed-rows.ts';
import { uncomparedOf } from './uncompared.ts';

/**
 * The same samples give the same results, now or when a report is rebuilt.
 * @param samples all of them, in the order they were written; none for a diff of counts alone.
 * @param metricsOf the metrics that the gate measures.
 */
export function judgeDiff(
  header: DiffHeader,
  samples: readonly Sample[],
  end: Pick<DiffResults, 'finished_at' | 'status' | 'status_reason'>,
  metricsOf: MetricsOf = (pattern) => diffMetricsOf(header, pattern),
): DiffResults {
  const tally = tallyTrials(samples);
  const controls = summarizeControls(samples, metricsOf);
  // A count or a fact can have ended the diff before anything was timed.
  const isTimed = !header.counts_only && (samples.length > 0 || header.plan.sequential?.ended !== 'regression');
  const series = isTimed ? seriesOf(header, samples, metricsOf) : [];
  const timed = timedRows(markInvalid(series, { tally, controls }), header);
  const exact = [...countRows(header), ...factRows(header)];
  const { rows: judged, unmatched } = acceptRows([...exact, ...timed], header);
  const rows = worstFirst(judged.map((row) => ({ ...row, ...gateOf(row, header) })));
  const distrust = distrustOf(rows);
  const uncompared = uncomparedOf(header);
  const outcome = concludeDiff(header, { rows, uncompared, status: end.status });
  const missing = uncompared.length === 0 ? {} : { uncompared };
  const advice = adviceOn({ ...end, ...outcome, ...missing, rows, controls, validity: tally });
  return {
    schema: 'duet-diff',
    schema_version: DIFF_VERSION,
    ...end,
    trials: tally.trials,
    ...outcome,
    ...(advice === undefined ? {} : { advice }),
    run: header,
    ...missing,
    rows,
    ...(unmatched.length === 0 ? {} : { unmatched }),
    controls,
    validity: { ...tally, trustworthy: distrust.length === 0, ...(distrust.length === 0 ? {} : { distrust }) },
  };
}
