/** The rows of a share of a diff: what was measured, without a verdict, which all shares have together. Pure. */
import type { JudgedRow } from './gate.ts';
import { pairsOf, type Series } from './series.ts';
import { timedRow } from './timed-row.ts';

/**
 * Invalid is what its own trials and requests make so. A fact that this machine could not tell is not: another one may.
 * @param exact as they would be judged.
 */
export function shareRows(exact: readonly JudgedRow[], series: readonly Series[]): JudgedRow[] {
  return [...exact.map(unjudged), ...series.map(measuredRow)];
}

function unjudged(row: JudgedRow): JudgedRow {
  if (row.verdict === 'invalid' && row.why?.code === 'requests-failed') return row;
  const { why: _why, ...rest } = row;
  return { ...rest, verdict: 'measured' };
}

function measuredRow(one: Series): JudgedRow {
  const verdict = one.invalid === undefined ? 'measured' : 'invalid';
  return {
    ...timedRow(one, verdict, one.blocks, null),
    // What both sides grow by is known when the blocks of all shares are together.
    threshold: one.delta,
    ...(one.invalid === undefined ? {} : { why: one.invalid }),
    suspected: false,
    p: null,
    blocks: pairsOf(one.blocks),
    screening: { base: [], head: [] },
    fresh: { base: [], head: [] },
  };
}
