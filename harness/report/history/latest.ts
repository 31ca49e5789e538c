/** The newest value of a series beside those before it on the same machine, in words. */
import { median } from '../../stats/quantiles.ts';
import { percentChange } from '../diff/percent.ts';
import { gainIntervalOf, gainText } from '../format.ts';
import type { Trend, TrendSeries } from './trend.ts';

/** "2.48×", "[2.47–2.50]" and "+0.8 % vs 12 earlier": their median, which one odd night does not move. */
export function latestTexts({ kind, metric }: Trend, { values }: TrendSeries): [string, string, string] {
  const last = values.at(-1);
  if (last === undefined) return ['–', '', ''];
  const interval = gainIntervalOf({ ...last, level: 0.95, n: 0, blocks: [] }, kind, metric.unit);
  const earlier = values.slice(0, -1).filter(({ segment }) => segment === last.segment);
  const value = gainText(last.value, kind, metric.unit);
  if (earlier.length === 0) return [value, interval ?? '', values.length === 1 ? 'first run' : 'first run here'];
  const usual = median(earlier.map((each) => each.value));
  const change =
    kind === 'ratio' ? percentChange(last.value / usual) : gainText(last.value - usual, 'difference', metric.unit);
  return [value, interval ?? '', `${change} vs ${earlier.length} earlier`];
}
