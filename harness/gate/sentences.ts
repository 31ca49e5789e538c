/** Rows in words, for the sentence that says what a diff comes to. Pure. */
import { percentBand, percentChange, percentInterval } from '../report/diff/percent.ts';
import { cellName } from '../report/diff/rows.ts';
import { counted, listed, quantity } from '../report/format.ts';
import type { DiffRow } from '../results/schema.ts';

/** "pooling, Node, after: 1 → 2 statements per request", or the same with a change in percent and its threshold. */
export function changedText(row: DiffRow): string {
  const { metric, base, head, change, threshold } = row;
  const values = [base, head].map((value) => (value === null ? '–' : quantity(value, metric.unit)));
  if (metric.kind === 'count') return `${cellName(row)}: ${values.join(' → ')} ${metric.title}`;
  const [from, to] = values;
  const verb = (head ?? 0) > (base ?? 0) ? 'rose' : 'fell';
  const band = threshold === null ? '' : `, threshold ${percentBand(threshold)}`;
  const percent = change === null ? '' : ` (${percentChange(change.value)}${band})`;
  return `${cellName(row)}: ${metric.title} ${verb} from ${from} to ${to}${percent}`;
}

/** "pooling, Node, after: CPU time … is +2.2 % (−5.3 to +10.3 %), which is no verdict: the 90 % interval …". */
export function unsureText(row: DiffRow): string {
  const { metric, change, why } = row;
  if (change === null) return `${cellName(row)}: ${metric.title} is inconclusive: ${why}`;
  const interval = percentInterval(change);
  const measured = `${percentChange(change.value)}${interval === null ? '' : ` (${interval})`}`;
  return `${cellName(row)}: ${metric.title} is ${measured}, and that is inconclusive: ${why}`;
}

/** "Nothing changed: 12 metrics stayed within ±3 % and 60 counts are equal", of rows that all have this verdict. */
export function equalText(rows: readonly DiffRow[]): string {
  const timed = rows.filter(({ metric }) => metric.kind !== 'count');
  const bands = [...new Set(timed.flatMap(({ threshold }) => (threshold === null ? [] : [percentBand(threshold)])))];
  const counts = rows.length - timed.length;
  const parts = [
    ...(timed.length > 0 ? [`${counted(timed.length, 'metric')} stayed within ${listed(bands)}`] : []),
    ...(counts > 0 ? [`${counted(counts, 'count')} ${counts === 1 ? 'is' : 'are'} exactly equal`] : []),
  ];
  return `Nothing changed: ${listed(parts)}`;
}

/** ", and 3 more" after the first of several. */
export const listRest = (more: number): string => (more === 0 ? '' : `; and ${more} more`);
