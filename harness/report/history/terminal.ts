/** A history for a terminal: per pattern a line of bars for each stack, and how the newest run compares. */
import { styleText } from 'node:util';
import { counted, instant } from '../format.ts';
import type { SummaryOptions } from '../summary.ts';
import { fitted, printable, wrapped } from '../terminal-text.ts';
import { latestTexts } from './latest.ts';
import type { Trend, TrendSeries, TrendView } from './trend.ts';

const BARS = '▁▂▃▄▅▆▇█';
/** Stands where the machine changed: bars left and right of it are of two worlds. */
const BREAK = '┊';
/** Bars of one line; older runs are left out first. */
const MOST_BARS = 60;
const GAP = '  ';

export function renderHistorySummary(view: TrendView, { color, width }: SummaryOptions): string {
  const bold = (text: string) => (color ? styleText('bold', text, { validateStream: false }) : text);
  const shown = view.trends.filter(({ headline }) => headline);
  const bars = Math.min(MOST_BARS, Math.max(8, Math.floor(width * 0.4)));
  const rows = shown.map((trend) => trend.series.map((series) => columns(trend, series, bars)));
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.flat().map((row) => row[column]?.length ?? 0)));
  const laidOut = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(GAP);
  return `${[
    ...factLines(view).flatMap((line) => wrapped(printable(line), width, '')),
    ...(view.breaks.length > 0 ? [`${BREAK} marks where.`] : []),
    ...shown.flatMap(({ title, metric }, index) => [
      '',
      bold(fitted(`${title}, gain in ${metric.title}`, width)),
      ...(rows[index] ?? []).map((row) => fitted(laidOut(row).trimEnd(), width)),
    ]),
  ].join('\n')}\n`;
}

/** How many runs, from when to when, of which machines. */
export function factLines({ profile, entries, others, breaks }: TrendView): string[] {
  const [first, last] = [entries.at(0), entries.at(-1)];
  const more = others.map((other) => `${counted(other.runs, 'run')} of ${other.profile} not shown`);
  return [
    `${counted(entries.length, 'run')} of the ${profile} profile, ${instant(first?.finished_at ?? '')} to ${instant(last?.finished_at ?? '')}${more.length > 0 ? ` (${more.join(', ')})` : ''}.`,
    ...(breaks.length > 0
      ? [
          `The environment changed ${breaks.length === 1 ? 'once' : `${breaks.length} times`}: gains on either side of a change are not one trend.`,
        ]
      : []),
  ];
}

function columns(trend: Trend, series: TrendSeries, bars: number): string[] {
  const [value, interval, change] = latestTexts(trend, series);
  return [`  ${series.name}`, barsOf(series, bars), value, interval === '' ? '' : `[${interval}]`, change].map(
    printable,
  );
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
