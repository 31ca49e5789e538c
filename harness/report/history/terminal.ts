/** A history for a terminal: per pattern a line of bars for each stack, and how the newest run compares. */

import { printable } from '../../printable.ts';
import type { Trend, TrendSeries, TrendView } from '../../results/trends.ts';
import { fitted, painter, said, section, type Terminal, tableLines, wrapped } from '../kit/terminal.ts';
import { BREAK, barsOf } from './bars.ts';
import { latestTexts, seriesName } from './latest.ts';
import { newestSentence } from './newest.ts';
import { factLines } from './view.ts';

export function renderHistorySummary(view: TrendView, { color, width }: Terminal): string {
  const paint = painter({ color });
  const shown = view.trends.filter(({ headline }) => headline);
  const bars = Math.max(8, Math.floor(width * 0.4));
  const rows = shown.flatMap((trend) => trend.series.map((series) => columns(trend, series, bars)));
  const table = tableLines(rows, {}).values();
  return `${[
    ...factLines(view).flatMap((line) => wrapped(printable(line), width, '')),
    ...(view.breaks.length > 0 ? [`${BREAK} marks where.`] : []),
    ...section(said(newestSentence(view), width).map((line) => paint('bold', line))),
    ...shown.flatMap(({ title, metric, series }) => [
      '',
      paint('bold', fitted(`${title}, gain in ${metric.title}`, width)),
      ...series.map(() => fitted(table.next().value ?? '', width)),
    ]),
  ].join('\n')}\n`;
}

function columns(trend: Trend, series: TrendSeries, bars: number): string[] {
  const [value, interval, change] = latestTexts(trend, series);
  return [`  ${seriesName(series)}`, barsOf(series, bars), value, interval === '' ? '' : `[${interval}]`, change];
}
