/** From the header and the samples of a diff to its results: rows, controls, validity and verdict. Pure. */
import { diffMetricsOf } from '../patterns/diff/metrics.ts';
import { DIFF_VERSION, type DiffHeader, type DiffResults, type Sample } from '../results/schema.ts';
import { type TrialTally, tallyTrials } from '../stats/invalid-trials.ts';
import { acceptRows } from './accepted.ts';
import { adviceOn } from './advice.ts';
import { summarizeControls } from './controls.ts';
import { countRows } from './count-rows.ts';
import { factRows } from './fact-rows.ts';
import { gateOf, type JudgedRow } from './gate.ts';
import { markInvalid } from './invalid-series.ts';
import { worstFirst } from './order.ts';
import { concludeDiff, distrustOf, isShare } from './outcome.ts';
import { type MetricsOf, seriesOf } from './series.ts';
import { shareRows } from './share-rows.ts';
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
  end: DiffEnd,
  metricsOf: MetricsOf = (pattern) => diffMetricsOf(header, pattern),
): DiffResults {
  const tally = tallyTrials(samples);
  const controls = summarizeControls(samples, metricsOf);
  // A count or a fact can have ended the diff before anything was timed.
  const isTimed = !header.counts_only && (samples.length > 0 || header.plan.sequential?.ended !== 'regression');
  const series = isTimed ? seriesOf(header, samples, metricsOf) : [];
  const exact = [...countRows(header), ...factRows(header)];
  if (isShare(header)) {
    // A few blocks cannot tell whether a control moved: that is asked of all shares together.
    const rows = shareRows(exact, markInvalid(series, { tally, controls: [] }));
    return concludeRows(header, { rows, tally, controls }, end);
  }
  const timed = timedRows(markInvalid(series, { tally, controls }), header);
  return concludeRows(header, { rows: [...exact, ...timed], tally, controls }, end);
}

/** How it ended, as its results say it. */
export type DiffEnd = Pick<DiffResults, 'finished_at' | 'status' | 'status_reason'>;

interface Judged {
  /** By themselves: what was accepted is not known yet, nor what they mean for the gate. */
  rows: readonly JudgedRow[];
  tally: TrialTally;
  controls: DiffResults['controls'];
}

/** From rows to results: what is accepted, what the gate says, and what it all comes to. */
export function concludeRows(header: DiffHeader, { rows: found, tally, controls }: Judged, end: DiffEnd): DiffResults {
  const { rows: judged, unmatched } = isShare(header) ? { rows: found, unmatched: [] } : acceptRows(found, header);
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
