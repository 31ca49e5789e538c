/**
 * The trend of one gain over time: a point with its interval per run, joined as long as it was measured in the same way, and a line
 * down where it was not; a short one where the environment became another. Drawn at build time.
 */
import * as Plot from '@observablehq/plot';
import type { Change, Trend, TrendSeries, TrendValue, TrendView } from '../../results/trends.ts';
import { gainText } from '../kit/format.ts';
import { framed } from '../kit/frame.ts';
import type { Markup } from '../kit/markup.ts';
import type { NamedEnd } from '../kit/series-names.ts';
import type { ChartOptions } from '../kit/svg.ts';
import { linearTicks, logTicks } from '../kit/ticks.ts';
import { latestLine, seriesName } from './latest.ts';

const HEIGHT = 240;
const MARGIN = { left: 66, top: 22, bottom: 40 };
/** "+95.0 points" is longer than "20.0×". */
const DIFFERENCE_LEFT = 96;
/** The height of the mark at the axis. */
const MOVE_HEIGHT = 10;
const DAY_MS = 86_400_000;

export function trendChart(
  trend: Trend,
  { breaks, moves }: Pick<TrendView, 'breaks' | 'moves'>,
  { width, id }: ChartOptions,
): Markup {
  const { kind, metric, series } = trend;
  const values = series.flatMap((one) => one.values);
  const [start, end] = timeDomain(values.map(({ entry }) => at(entry)));
  // A pattern may be younger than the history.
  const within = (changes: readonly Change[]) => changes.map(middle).filter((time) => time > start && time < end);
  const log = kind === 'ratio';
  // Of the values, because one wide interval would flatten every line; one that reaches farther is cut off.
  const numbers = values.map(({ value }) => value);
  const pad = log ? 1.25 : 0.1;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const domain: [number, number] = log ? [low / pad, high * pad] : [low - pad, high + pad];
  const description = series.map((one) => latestLine(trend, one)).join('; ');
  return framed(
    {
      ...{ id, title: `${trend.title}: gain in ${metric.title}`, description },
      ...{ width, height: HEIGHT, ...MARGIN, left: log ? MARGIN.left : DIFFERENCE_LEFT, inset: 0, clearance: 0 },
      x: { domain: [start, end], labels: Math.max(2, Math.floor(width / 160)) },
      y: {
        ...{ domain, log },
        ticks: () => (log ? logTicks : linearTicks)(domain),
        format: (tick) => gainText(tick, kind, metric.unit),
      },
      ends: series.map(lineEnd),
    },
    [
      Plot.ruleX(within(breaks), { className: 'limit' }),
      Plot.text(within(breaks).slice(-1), {
        x: (time: Date) => time,
        text: () => 'measured differently',
        frameAnchor: 'top',
        textAnchor: 'end',
        dx: -4,
        dy: -14,
        fontSize: 12,
        className: 'limit-label',
      }),
      Plot.ruleX(within(moves), { insetTop: HEIGHT - MARGIN.top - MARGIN.bottom - MOVE_HEIGHT, className: 'move' }),
      ...series.flatMap((one) => seriesMarks(one, domain)),
    ],
  );
}

function seriesMarks({ stack, variant, values }: TrendSeries, [least, most]: [number, number]): Plot.Markish[] {
  const drawn = values.map(({ entry, value, low, high, segment }) => ({
    time: at(entry),
    value,
    segment,
    low: Math.max(low ?? value, least),
    high: Math.min(high ?? value, most),
  }));
  const line = `line ${stack} ${variant === 'after' ? 'variant-1' : 'variant-2'}`;
  return [
    Plot.ruleX(drawn, { x: 'time', y1: 'low', y2: 'high', strokeWidth: 4, className: `interval ${stack}` }),
    Plot.line(drawn, { x: 'time', y: 'value', z: 'segment', strokeWidth: 1.75, className: line }),
    Plot.dot(drawn, { x: 'time', y: 'value', r: 3, className: `end ${stack}` }),
  ];
}

function lineEnd(series: TrendSeries): NamedEnd {
  const { entry, value } = series.values.at(-1) as TrendValue;
  return { x: at(entry), value, name: seriesName(series), className: series.stack };
}

const at = ({ finished_at }: { finished_at: string }) => new Date(finished_at);

const middle = ({ before, after }: Change) => new Date((at(before).getTime() + at(after).getTime()) / 2);

/** A single run has a day around it. */
function timeDomain(times: readonly Date[]): [Date, Date] {
  const numbers = times.map((time) => time.getTime());
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return first === last ? [new Date(first - DAY_MS), new Date(last + DAY_MS)] : [new Date(first), new Date(last)];
}
