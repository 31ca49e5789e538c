/** Which row an accepted line is about, and whether what the row shows is what the line states. Pure. */
import type { AcceptRule } from '../results/accept-line.ts';
import { cellPath } from '../results/cell-name.ts';
import type { CellName, DiffRow, Metric } from '../results/schema.ts';

type Values = Pick<DiffRow, 'metric' | 'base' | 'head' | 'change' | 'difference'>;

export const isOfCell = ({ cell }: AcceptRule, of: CellName): boolean => cell === cellPath(of);

/** Counts are stated with both their values, growth in bytes, everything else with a percentage. */
export const isOfKind = ({ change }: AcceptRule, { metric }: Pick<DiffRow, 'metric'>): boolean =>
  'base' in change === (metric.kind === 'count') && 'bytes' in change === (metric.kind === 'growth');

/**
 * Whether a row that became worse did so by what the line states, or by less where it states a percentage, which is held to
 * the tenth of a percent that reports show, or bytes, to the three digits that they show.
 */
export function covers({ change: stated }: AcceptRule, { metric, base, head, change, difference }: Values): boolean {
  if ('base' in stated) {
    if (base === null || head === null) return false;
    return isStated(stated.base, base, metric) && isStated(stated.head, head, metric);
  }
  if ('bytes' in stated) {
    if (difference === undefined) return false;
    const measured = Number(Math.abs(difference.value).toPrecision(3));
    return Math.sign(difference.value) === Math.sign(stated.bytes) && measured <= Math.abs(stated.bytes);
  }
  if (change === null) return false;
  const measured = Number((100 * Math.abs(change.value - 1)).toFixed(1));
  return (
    measured > 0 && Math.sign(change.value - 1) === Math.sign(stated.percent) && measured <= Math.abs(stated.percent)
  );
}

/** The name of a class word by word. Of numbers 1200 is 1,200, and what is no whole number has three digits that count. */
function isStated(text: string, value: number, { classes }: Metric): boolean {
  const name = classes?.[value];
  if (name !== undefined) return text === name;
  const stated = Number(text.replace(/^−/, '-').replaceAll(',', ''));
  return stated === (Number.isInteger(value) ? value : Number(value.toPrecision(3)));
}
