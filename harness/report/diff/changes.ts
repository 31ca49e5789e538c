/** How far a row changed and how far it may, as text: in percent of base, and of growth in bytes. */
import type { DiffRow, Metric } from '../../results/schema.ts';
import { gainIntervalOf, gainText, quantity } from '../kit/format.ts';
import { percentBand, percentChange, percentInterval } from '../kit/percent.ts';

type Changed = Pick<DiffRow, 'metric' | 'change'> & Pick<DiffRow, 'difference'>;

export const isGrowth = ({ metric }: Pick<DiffRow, 'metric'>): boolean => metric.kind === 'growth';

/** "+5.2 %" of a ratio, "+32.6 MB" of growth. */
export const changeOf = (value: number, { kind, unit }: Pick<Metric, 'kind' | 'unit'>): string =>
  kind === 'growth' ? gainText(value, 'difference', unit) : percentChange(value);

/** "+5.2 %", of growth "+32.6 MB"; null where nothing was judged. */
export function measuredChange({ metric, change, difference }: Changed): string | null {
  if (difference !== undefined) return gainText(difference.value, 'difference', metric.unit);
  return change === null ? null : percentChange(change.value);
}

/** "+4.4 to +6.0 %", of growth "30.1–35.2 MB"; null without an interval. */
export function measuredInterval({ metric, change, difference }: Changed): string | null {
  if (difference !== undefined) return gainIntervalOf(difference, 'difference', metric.unit);
  return change === null ? null : percentInterval(change);
}

/** "±3 %", of growth "±1.00 MB". */
export const band = (threshold: number, { kind, unit }: Pick<Metric, 'kind' | 'unit'>): string =>
  kind === 'growth' ? `±${quantity(threshold, unit)}` : percentBand(threshold);
