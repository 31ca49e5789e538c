/** A history for a terminal: per pattern a line of bars for each stack, and how the newest run compares. */

import { printable } from '../../printable.ts';
import { MOST_SHOWN, type Trend, type TrendSeries, type TrendView } from '../../results/trends.ts';
import { counted, instant } from '../kit/format.ts';
import { fitted, painter, said, section, type Terminal, tableLines, wrapped } from '../kit/terminal.ts';
import { BREAK, barsOf } from './bars.ts';
import { latestTexts, seriesName } from './latest.ts';
import { newestSentence } from './newest.ts';

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

/** How many runs, from when to when, and what changed between them beside the services. */
export function factLines({ service, profile, entries, others, breaks, moves }: TrendView): string[] {
  const [first, last] = [entries.at(0), entries.at(-1)];
  const named = service === undefined ? '' : `${service}: `;
  const more = others.map((other) => `${counted(other.runs, 'run')} of ${other.profile} not shown`);
  return [
    `${named}${counted(entries.length, 'run')} of the ${profile} profile, ${instant(first?.finished_at ?? '')} to ${instant(last?.finished_at ?? '')}${more.length > 0 ? ` (${more.join(', ')})` : ''}.`,
    ...(entries.length > MOST_SHOWN
      ? [`The newest ${MOST_SHOWN} are shown. What is expected rests on all that were measured in the same way.`]
      : []),
    ...(breaks.length > 0
      ? [`How duet measures changed ${times(breaks.length)}: gains before and after a change do not form one trend.`]
      : []),
    ...(moves.length > 0
      ? [
          `The environment changed ${times(moves.length)}, which may cause a step. The newest run is compared with runs in the same environment, if there are any.`,
        ]
      : []),
  ];
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

function columns(trend: Trend, series: TrendSeries, bars: number): string[] {
  const [value, interval, change] = latestTexts(trend, series);
  return [`  ${seriesName(series)}`, barsOf(series, bars), value, interval === '' ? '' : `[${interval}]`, change];
}
