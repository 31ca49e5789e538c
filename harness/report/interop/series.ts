/**
 * The numbers of a results file as trackers of other tools keep them: a name that stays, a value, a unit.
 *
 * A name is the key of a time series over there: a name that changes begins a new series and loses the old one. So these
 * names do not change: `duet.<pattern>.<stack>.<variant>.<metric id>`, in a diff `duet.<pattern>.<stack>.<variant>.<side>.<metric id>`,
 * of a reader's service `duet.<service>.<request>.<side>.<metric id>`. A side is `base` or `head`, and of two ways `a` or `b`.
 */
import type { CellName, Estimate, Metric } from '../../results/schema.ts';
import { counted, quantity } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';

export interface Series {
  name: string;
  metric: Metric;
  /** In the metric's unit, as are all numbers below. Finite. */
  value: number;
  /** The 95 % interval of the value; null where too few blocks support one, and for counts, which are exact. */
  interval: { low: number; high: number } | null;
  /** The value of each block, in block order; empty for what was counted once, in a pass of its own. */
  blocks: readonly number[];
  /** What a reader should know of the value, in words. */
  context: string;
}

/** The key of one number, which does not change between versions of duet. */
export function seriesName(
  { pattern, stack, variant }: CellName,
  metric: Metric,
  { side, service }: { side?: string; service?: string | undefined } = {},
): string {
  const place = service === undefined ? [pattern, stack] : [service];
  return ['duet', ...place, variant, ...(side === undefined ? [] : [side]), metric.id].join('.');
}

/** The bounds of an estimate, where it has both. */
export function boundsOf({ low, high }: Pick<Estimate, 'low' | 'high'>): Series['interval'] {
  return low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high) ? null : { low, high };
}

/** JSON knows neither infinity nor NaN: a series without a finite value is left out rather than written as null. */
export const isFiniteSeries = ({ value, blocks }: Series): boolean =>
  Number.isFinite(value) && blocks.every(Number.isFinite);

/** What the value is and how sure it is, in lines for a tooltip. */
export function describeSeries({ metric, interval, blocks, context }: Series): string {
  const within =
    interval === null
      ? ''
      : `, ${INTERVAL} ${quantity(interval.low, metric.unit)} to ${quantity(interval.high, metric.unit)}`;
  const basis = blocks.length === 0 ? 'counted once' : counted(blocks.length, 'block') + within;
  return [metric.title, basis, context].join('\n');
}
