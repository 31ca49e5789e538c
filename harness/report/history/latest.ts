/** The name of a series, and its newest value beside those before it, in words. */
import type { Trend, TrendSeries, TrendValue } from '../../results/trends.ts';
import { gainIntervalOf, gainText, STACK_TITLES } from '../kit/format.ts';
import { percentChange } from '../kit/percent.ts';

/** "Node", or "Node, after-pool" where a stack has several. */
export const seriesName = ({ stack, variant }: TrendSeries): string =>
  variant === 'after' ? STACK_TITLES[stack] : `${STACK_TITLES[stack]}, ${variant}`;

/** "2.48×", "[2.47–2.50]" and "+0.8 % vs 12 earlier". */
export function latestTexts({ kind, metric }: Trend, { values, step }: TrendSeries): [string, string, string] {
  const last = values.at(-1) as TrendValue;
  const { usual, earlier, place } = step;
  const interval = gainIntervalOf(last, kind, metric.unit) ?? '';
  const value = gainText(last.value, kind, metric.unit);
  if (usual === null) return [value, interval, values.length === 1 ? 'first run' : 'first with this method'];
  return [
    value,
    interval,
    `${changeText(last.value, usual, { kind, metric })} vs ${earlier} earlier${place === 'same-environment' ? '' : ', other environment'}`,
  ];
}

/** "Node: 2.48×, 2.47–2.50, +0.8 % vs 12 earlier". */
export const latestLine = (trend: Trend, series: TrendSeries): string =>
  `${seriesName(series)}: ${latestTexts(trend, series).filter(Boolean).join(', ')}`;

/** "+0.8 %"; of a gain that is a difference, its own difference. */
export const changeText = (value: number, usual: number, { kind, metric }: Pick<Trend, 'kind' | 'metric'>): string =>
  kind === 'ratio' ? percentChange(value / usual) : gainText(value - usual, 'difference', metric.unit);
