/**
 * A break-even curve: the gain against a size of the workload, both on log scales, with the interval of every point as
 * a band and a ring where the pattern begins or ceases to pay. Drawn at build time.
 */
import * as Plot from '@observablehq/plot';
import type { Curve, CurveSeries } from '../../results/schema.ts';
import { breakEvenSentence, seriesTitle } from '../curves.ts';
import { significant, statedQuantity } from '../format.ts';
import type { ChartOptions } from './chart.ts';
import type { Markup } from './markup.ts';
import { type NamedEnd, nameMargin, nameMarks } from './series-names.ts';
import { drawing } from './svg.ts';
import { logTicks } from './ticks.ts';

const MARGIN = { left: 58, top: 26, bottom: 44 };
const HEIGHT = 300;
/** Room for a label below the axis. */
const TICK_WIDTH = 52;

interface Drawn {
  x: number;
  value: number;
  low: number;
  high: number;
  judged: boolean;
  blocks: boolean;
}

/** Null when no point has a gain. */
export function curveChart(curve: Curve, { width, id }: ChartOptions): Markup | null {
  const values = curve.series.flatMap(({ points }) => points.flatMap(({ gain }) => gain?.value ?? []));
  const sizes = curve.series.flatMap(({ points }) => points.flatMap(({ x, gain }) => (gain === null ? [] : x)));
  if (values.length === 0) return null;
  const names = curve.series.map((series) => seriesTitle(curve, series));
  const marginRight = nameMargin(names);
  // Of the values, because one wide interval would flatten every line; a band that reaches farther is cut off.
  const domain = [
    Math.min(0.8, ...values.map((each) => each / 1.25)),
    Math.max(1.5, ...values.map((each) => each * 1.25)),
  ];
  const [low, high] = domain as [number, number];
  const x = {
    type: 'log',
    domain: [Math.min(...sizes), Math.max(...sizes)],
    range: [MARGIN.left + 6, width - marginRight],
  } as const satisfies Plot.ScaleOptions;
  const y = {
    type: 'log',
    domain: [low, high],
    range: [HEIGHT - MARGIN.bottom, MARGIN.top],
  } as const satisfies Plot.ScaleOptions;
  const xTicks = thinned(logTicks(x.domain as [number, number]), (x.range[1] - x.range[0]) / TICK_WIDTH);
  const yTicks = logTicks([low, high]);
  const axis = { label: null, tickSize: 0, fontSize: 12, className: 'axis' } as const;
  const drawn = curve.series.map((series) => ({ series, points: drawnPoints(series, low, high) }));
  const options: Plot.PlotOptions = {
    width,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    x,
    y,
    marks: [
      Plot.gridY({ ticks: yTicks, className: 'grid', strokeOpacity: 1 }),
      Plot.axisY({ ...axis, ticks: yTicks, tickFormat: (tick: number) => `${tick.toLocaleString('en-US')}×` }),
      Plot.axisX({ ...axis, ticks: xTicks, tickFormat: (tick: number) => statedQuantity(tick, curve.x.unit) }),
      Plot.ruleY([1], { className: 'even' }),
      ...landmarkMarks(curve, x.domain as [number, number]),
      ...drawn.flatMap(({ series, points }) => seriesMarks(series, points)),
      ...nameMarks(lineEnds(drawn, names), Plot.scale({ y }).apply, {
        top: MARGIN.top,
        bottom: HEIGHT - MARGIN.bottom,
      }),
      title('gain (log scale)', 'top-left', -18),
      title(`${curve.x.title} (log scale)`, 'bottom-left', 40),
    ],
  };
  return drawing(options, { id, title: `${curve.title}: ${curve.gain}`, description: describe(curve) });
}

/** Every second, third ... tick, so that no more than `most` are left. */
function thinned(ticks: readonly number[], most: number): number[] {
  const step = Math.ceil(ticks.length / Math.max(1, most));
  return ticks.filter((_, index) => index % step === 0);
}

function drawnPoints({ points }: CurveSeries, lowest: number, highest: number): Drawn[] {
  return points.flatMap(({ x, gain, source }) => {
    if (gain === null) return [];
    const { value, low, high } = gain;
    const judged = low !== null && high !== null;
    const band = judged ? [Math.max(low, lowest), Math.min(high, highest)] : [value, value];
    const [from, to] = band as [number, number];
    return [{ x, value, low: from, high: to, judged, blocks: source === 'blocks' }];
  });
}

/** Dashes tell the variants apart, colours the stacks; the gain of the run's blocks is a square. */
function seriesMarks({ stack, variant, pays }: CurveSeries, points: Drawn[]): Plot.Markish[] {
  const line = `line ${stack} ${variant === 'after' ? 'variant-1' : 'variant-2'}`;
  const judged = points.filter((point) => point.judged);
  const ends = pays.flatMap(({ from, to }) => [
    ...(from === judged[0]?.x ? [] : [from]),
    ...(to === judged.at(-1)?.x ? [] : [to]),
  ]);
  return [
    Plot.areaY(judged, { x: 'x', y1: 'low', y2: 'high', className: `band ${stack}` }),
    Plot.line(points, { x: 'x', y: 'value', strokeWidth: 1.75, className: line }),
    Plot.dot(points, {
      x: 'x',
      y: 'value',
      r: (point: Drawn) => (point.blocks ? 4 : 3),
      symbol: (point: Drawn) => (point.blocks ? 'square' : 'circle'),
      className: `end ${stack}`,
    }),
    Plot.dot(
      points.filter(({ x }) => ends.includes(x)),
      { x: 'x', y: 'value', r: 8, strokeWidth: 1.75, className: `break-even ${stack}` },
    ),
  ];
}

function landmarkMarks({ landmarks }: Curve, [first, last]: [number, number]): Plot.Markish[] {
  return landmarks
    .filter(({ x }) => x > first && x < last)
    .flatMap((landmark) => [
      Plot.ruleX([landmark.x], { className: 'limit' }),
      Plot.text([landmark], {
        x: 'x',
        text: 'label',
        frameAnchor: 'top',
        textAnchor: 'end',
        dx: -4,
        dy: 4,
        fontSize: 12,
        className: 'limit-label',
      }),
    ]);
}

function lineEnds(drawn: readonly { series: CurveSeries; points: Drawn[] }[], names: readonly string[]): NamedEnd[] {
  return drawn.flatMap(({ series, points }, index) => {
    const last = points.at(-1);
    return last ? [{ x: last.x, value: last.value, name: names[index] as string, className: series.stack }] : [];
  });
}

function title(text: string, frameAnchor: 'top-left' | 'bottom-left', dy: number): Plot.Markish {
  return Plot.text([text], { frameAnchor, dx: 6 - MARGIN.left, dy, fontSize: 12, className: 'axis' });
}

function describe(curve: Curve): string {
  const ranges = curve.series.map((series) => {
    const values = series.points.flatMap(({ gain }) => gain?.value ?? []);
    if (values.length === 0) return breakEvenSentence(curve, series);
    const range = `gain ${significant(Math.min(...values))} to ${significant(Math.max(...values))}`;
    return `${breakEvenSentence(curve, series)} (${range})`;
  });
  return ranges.join(' ');
}
