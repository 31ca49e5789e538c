/**
 * Counts and facts of all shares: each machine has counted both sides, twice where they differed, and is judged by itself.
 *
 * A count that rose on one machine rose. Requests that failed on one failed. What one machine could not tell is told by the
 * others; less is less only where all of them say so. Pure.
 */
import { rowName } from '../../results/cell-name.ts';
import type { DiffHeader } from '../../results/schema.ts';
import { countRows } from '../count-rows.ts';
import { factRows } from '../fact-rows.ts';
import type { JudgedRow } from '../gate.ts';

/** In the order in which the first share has them. */
export function mergeExact(headers: readonly DiffHeader[]): JudgedRow[] {
  const all = headers.flatMap((header) => [...countRows(header), ...factRows(header)]);
  return [...Map.groupBy(all, (row) => JSON.stringify(rowName(row))).values()].map(worstOf);
}

function worstOf(rows: readonly JudgedRow[]): JudgedRow {
  const of = (verdict: JudgedRow['verdict']) => rows.find((row) => row.verdict === verdict);
  const failed = rows.find(({ why }) => why?.code === 'requests-failed');
  return of('regression') ?? failed ?? of('no change') ?? of('improvement') ?? (rows[0] as JudgedRow);
}
