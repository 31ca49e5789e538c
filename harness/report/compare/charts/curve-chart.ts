/**
 * A break-even curve: the gain against a size of the workload, both on log scales, with the interval of every point as
 * a band and a ring where the pattern begins or ceases to pay. Drawn at build time.
 */
import * as Plot from '@observablehq/plot';
import type { Curve, CurveSeries } from '../../../results/schema.ts';
import { tickText } from '../../kit/axis.ts';
import { significant, statedQuantity } from '../../kit/format.ts';
import { framed } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import { type NamedEnd, nameMargin } from '../../kit/series-names.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { logTicks } from '../../kit/ticks.ts';
import { breakEvenSentence, seriesTitle } from '../curves.ts';

const LEFT = 58;
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
  const measured = curve.series.flatMap(({ points }) => points.filter(({ gain }) => gain !== null));
  const values = measured.flatMap(({ gain }) => gain?.value ?? []);
  const sizes = measured.map(({ x }) => x);
  if (values.length === 0) return null;
  const names = curve.series.map((series) => seriesTitle(curve, series));
  // Of the values, because one wide interval would flatten every line; a band that reaches farther is cut off.
  const low = Math.min(0.8, ...values.map((each) => each / 1.25));
  const high = Math.max(1.5, ...values.map((each) => each * 1.25));
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const drawn = curve.series.map((series) => ({ series, points: drawnPoints(series, low, high) }));
  return framed(
    {
      id,
      title: `${curve.title}: ${curve.gain}`,
      description: describe(curve),
      width,
      height: HEIGHT,
      left: LEFT,
      right: nameMargin(names),
      x: {
        title: `${curve.x.title} (log scale)`,
        domain: [first, last],
        log: true,
        ticks: (place) => thinned(logTicks([first, last]), (place(last) - place(first)) / TICK_WIDTH),
        format: (tick) => statedQuantity(tick, curve.x.unit),
      },
      y: {
        title: 'gain (log scale)',
        domain: [low, high],
        log: true,
        ticks: () => logTicks([low, high]),
        format: (tick) => `${tickText(tick)}×`,
      },
      ends: lineEnds(drawn, names),
      clearance: 0,
    },
    [
      Plot.ruleY([1], { className: 'even' }),
      ...landmarkMarks(curve, [first, last]),
      ...drawn.flatMap(({ series, points }) => seriesMarks(series, points)),
    ],
  );
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

function lineEnds(
  drawn: readonly { series: CurveSeries; points: Drawn[] }[],
  names: readonly string[],
): NamedEnd<number>[] {
  return drawn.flatMap(({ series, points }, index) => {
    const last = points.at(-1);
    return last ? [{ x: last.x, value: last.value, name: names[index] as string, className: series.stack }] : [];
  });
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
