/** The line that accepts a row, as it is to be pasted. What lines look like: results/accept-line.ts. */
import { cellPath } from '../../results/cell-name.ts';
import type { DiffRow } from '../../results/schema.ts';
import { gainText, valueText } from '../kit/format.ts';
import { percentChange } from '../kit/percent.ts';
import { isCount } from './rows.ts';

/** Null where a side has no value. */
export function acceptLine(row: DiffRow): string | null {
  const { metric, base, head, change, difference } = row;
  const start = `${cellPath(row)}: ${metric.id}`.replace(/\s+/g, ' ');
  if (isCount(row)) {
    return base === null || head === null ? null : `${start} ${valueText(base, metric)} → ${valueText(head, metric)}`;
  }
  const measured = difference ?? change;
  if (measured === null) return null;
  // The far end of the interval: another run of the same change reads a little more or less.
  const most = (metric.better === 'lower' ? measured.high : measured.low) ?? measured.value;
  return `${start} ${difference === undefined ? percentChange(most) : gainText(most, 'difference', metric.unit)}`;
}
