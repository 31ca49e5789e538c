/**
 * The trend of one gain over time: a point with its interval per run, joined as long as the environment stays the same,
 * and a line down where it became another one. Drawn at build time.
 */
import * as Plot from '@observablehq/plot';
import { gainText } from '../format.ts';
import type { ChartOptions } from '../html/chart.ts';
import type { Markup } from '../html/markup.ts';
import { type NamedEnd, nameMargin, nameMarks } from '../html/series-names.ts';
import { drawing } from '../html/svg.ts';
import { linearTicks, logTicks } from '../html/ticks.ts';
import { latestTexts } from './latest.ts';
import type { Break, Trend, TrendSeries } from './trend.ts';

const HEIGHT = 240;
const MARGIN = { left: 66, top: 22, bottom: 40 };
/** "+95.0 points" is longer than "20.0×". */
const DIFFERENCE_LEFT = 96;
const DAY_MS = 86_400_000;

export function trendChart(trend: Trend, breaks: readonly Break[], { width, id }: ChartOptions): Markup {
  const { kind, metric, series } = trend;
  const values = series.flatMap((one) => one.values);
  const marginRight = nameMargin(series.map(({ name }) => name));
  const log = kind === 'ratio';
  // Of the values, because one wide interval would flatten every line; one that reaches farther is cut off.
  const numbers = values.map(({ value }) => value);
  const pad = log ? 1.25 : 0.1;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const domain: [number, number] = log ? [low / pad, high * pad] : [low - pad, high + pad];
  const ticks = log ? ratioTicks(domain) : linearTicks(domain);
  const y = { type: log ? 'log' : 'linear', domain, range: [HEIGHT - MARGIN.bottom, MARGIN.top] } as const;
  const axis = { label: null, tickSize: 0, fontSize: 12, className: 'axis' } as const;
  const options: Plot.PlotOptions = {
    width,
    height: HEIGHT,
    marginLeft: log ? MARGIN.left : DIFFERENCE_LEFT,
    marginRight,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    x: { type: 'utc', domain: timeDomain(values.map(({ entry }) => at(entry))) },
    y,
    marks: [
      Plot.gridY({ ticks, className: 'grid', strokeOpacity: 1 }),
      Plot.axisY({ ...axis, ticks, tickFormat: (tick: number) => gainText(tick, kind, metric.unit) }),
      Plot.axisX({ ...axis, ticks: Math.max(2, Math.floor(width / 160)) }),
      Plot.ruleX(breaks.map(middle), { className: 'limit' }),
      Plot.text(breaks.map(middle).slice(-1), {
        x: (time: Date) => time,
        text: () => 'another environment',
        frameAnchor: 'top',
        textAnchor: 'end',
        dx: -4,
        dy: -14,
        fontSize: 12,
        className: 'limit-label',
      }),
      ...series.flatMap((one) => seriesMarks(one, domain)),
      ...nameMarks(series.flatMap(lineEnd), Plot.scale({ y }).apply, {
        top: MARGIN.top,
        bottom: HEIGHT - MARGIN.bottom,
      }),
    ],
  };
  const description = series
    .map((one) => `${one.name}: ${latestTexts(trend, one).filter(Boolean).join(', ')}`)
    .join('; ');
  return drawing(options, { id, title: `${trend.title}: gain in ${metric.title}`, description });
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

function lineEnd({ name, stack, values }: TrendSeries): NamedEnd[] {
  const last = values.at(-1);
  return last === undefined ? [] : [{ x: at(last.entry), value: last.value, name, className: stack }];
}

/** 1, 2, 5 and so on; within a small factor, where hardly one of them lies, equal steps. */
function ratioTicks(domain: [number, number]): number[] {
  const ticks = logTicks(domain);
  return ticks.length >= 3 ? ticks : linearTicks(domain);
}

const at = ({ finished_at }: { finished_at: string }) => new Date(finished_at);

const middle = ({ before, after }: Break) => new Date((at(before).getTime() + at(after).getTime()) / 2);

/** A single run has a day around it. */
function timeDomain(times: readonly Date[]): [Date, Date] {
  const numbers = times.map((time) => time.getTime());
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return first === last ? [new Date(first - DAY_MS), new Date(last + DAY_MS)] : [new Date(first), new Date(last)];
}
