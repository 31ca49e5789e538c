/** A history for a terminal: per pattern a line of bars for each stack, and how the newest run compares. */

import { printable } from '../../printable.ts';
import type { Trend, TrendSeries, TrendView } from '../../results/trends.ts';
import { counted, instant } from '../kit/format.ts';
import { fitted, painter, said, section, type Terminal, tableLines, wrapped } from '../kit/terminal.ts';
import { latestTexts, seriesName } from './latest.ts';
import { newestSentence } from './newest.ts';

const BARS = '▁▂▃▄▅▆▇█';
/** Stands where it was measured differently: bars left and right of it are of two worlds. */
const BREAK = '┊';
/** Bars of one line; older runs are left out first. */
const MOST_BARS = 60;

export function renderHistorySummary(view: TrendView, { color, width }: Terminal): string {
  const paint = painter({ color });
  const shown = view.trends.filter(({ headline }) => headline);
  const bars = Math.min(MOST_BARS, Math.max(8, Math.floor(width * 0.4)));
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
export function factLines({ profile, entries, others, breaks, moves }: TrendView): string[] {
  const [first, last] = [entries.at(0), entries.at(-1)];
  const more = others.map((other) => `${counted(other.runs, 'run')} of ${other.profile} not shown`);
  return [
    `${counted(entries.length, 'run')} of the ${profile} profile, ${instant(first?.finished_at ?? '')} to ${instant(last?.finished_at ?? '')}${more.length > 0 ? ` (${more.join(', ')})` : ''}.`,
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

/** From the lowest to the highest value of the line, on a log scale where there is one; a flat line stays in the middle. */
function barsOf({ values }: TrendSeries, most: number): string {
  const shown = values.slice(-most);
  const positive = shown.every(({ value }) => value > 0);
  const heights = shown.map(({ value }) => (positive ? Math.log(value) : value));
  const [least, highest] = [Math.min(...heights), Math.max(...heights)];
  return shown
    .map(({ segment }, index) => {
      const share = highest === least ? 0.5 : ((heights[index] as number) - least) / (highest - least);
      const bar = BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] as string;
      return index > 0 && shown[index - 1]?.segment !== segment ? BREAK + bar : bar;
    })
    .join('');
}
