/** What charts of two numbers have in common: two axes, a grid, titles, and names at the ends of lines. */
import * as Plot from '@observablehq/plot';
import { AXIS, type Axis, GRID, labelled, type Place, type TimeAxis, ticksBelow, ticksBeside } from './axis.ts';
import type { Markup } from './markup.ts';
import { type NamedEnd, nameMargin, nameMarks } from './series-names.ts';
import { type About, drawing } from './svg.ts';

export interface Frame extends About {
  /** Pixels. */
  width: number;
  height?: number;
  left?: number;
  top?: number;
  bottom?: number;
  /** By default as wide as the names of the ends need it. */
  right?: number;
  /** Between the y axis and the lowest x. */
  inset?: number;
  x: Axis | TimeAxis;
  y: Axis;
  /** The last values of lines that have names; these stand at the right of the plot. */
  ends?: readonly (Omit<NamedEnd, 'x'> & { x?: NamedEnd['x'] })[];
  /** How far above the x axis names must stay. */
  clearance?: number;
}

const MARGIN = { left: 52, right: 14, top: 26, bottom: 44 };
const HEIGHT = 260;

/** @param marks what is drawn on the grid; a function where it needs to know the place of values. */
export function framed(
  frame: Frame,
  marks: readonly Plot.Markish[] | ((place: { x: Place; y: Place }) => readonly Plot.Markish[]),
): Markup {
  const { width, height = HEIGHT, left = MARGIN.left, top = MARGIN.top, bottom: below = MARGIN.bottom } = frame;
  const { right, inset = 6, x, y, ends = [], clearance = 6, id, title, description } = frame;
  const marginRight = right ?? (ends.length === 0 ? MARGIN.right : nameMargin(ends.map(({ name }) => name)));
  const bottom = height - below;
  const scaleY = { type: y.log ? 'log' : 'linear', domain: y.domain, range: [bottom, top] } as const;
  const scaleX = { type: typeOf(x), domain: [...x.domain], range: [left + inset, width - marginRight] } as const;
  const place = { x: Plot.scale({ x: scaleX }).apply as Place, y: Plot.scale({ y: scaleY }).apply as Place };
  const yTicks = ticksBeside(y, place.y);
  const xTicks = isTime(x) ? [] : ticksBelow(x, place.x);
  return drawing(
    {
      width,
      height,
      marginLeft: left,
      marginRight,
      marginTop: top,
      marginBottom: below,
      x: scaleX,
      y: scaleY,
      marks: [
        Plot.gridY({ ...GRID, ticks: yTicks }),
        ...(!isTime(x) && x.grid ? [Plot.gridX({ ...GRID, ticks: xTicks })] : []),
        Plot.axisY(...labelled(yTicks, y.format)),
        isTime(x) ? Plot.axisX({ ...AXIS, ticks: x.labels }) : Plot.axisX(...labelled(xTicks, x.format)),
        ...(typeof marks === 'function' ? marks(place) : marks),
        ...nameMarks(
          ends.map((end) => ({ x: x.domain[1], ...end })),
          place.y,
          { top, bottom: bottom - clearance },
        ),
        ...titleMarks(y, 'top-left', { dx: 6 - left, dy: -18 }),
        ...(isTime(x) ? [] : titleMarks(x, 'bottom-left', { dx: 6 - left, dy: 40 })),
      ],
    },
    { id, title, description },
  );
}

const isTime = (x: Frame['x']): x is TimeAxis => 'labels' in x;

function typeOf(x: Frame['x']): 'utc' | 'log' | 'linear' {
  if (isTime(x)) return 'utc';
  return x.log ? 'log' : 'linear';
}

/** A line down with its name beside it, on the side that has more room. */
export function landmark(at: number, label: string, { domain, log }: Axis, row = 0): Plot.Markish[] {
  const [low, high] = domain;
  const share = log ? Math.log(at / low) / Math.log(high / low) : (at - low) / (high - low);
  const isRight = share > 0.5;
  return [
    Plot.ruleX([at], { className: 'limit' }),
    Plot.text([label], {
      x: [at],
      frameAnchor: 'top',
      textAnchor: isRight ? 'end' : 'start',
      dx: isRight ? -5 : 5,
      dy: 4 + 15 * row,
      fontSize: 12,
      className: 'limit-label halo',
    }),
  ];
}

/** A line across with its name over it, at the left. */
export function level(at: number, label: string): Plot.Markish[] {
  return [
    Plot.ruleY([at], { className: 'limit' }),
    Plot.text([label], {
      y: [at],
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: 10,
      dy: -8,
      fontSize: 12,
      className: 'limit-label halo',
    }),
  ];
}

function titleMarks(
  { title }: Axis,
  frameAnchor: 'top-left' | 'bottom-left',
  shift: { dx: number; dy: number },
): Plot.Markish[] {
  return title === undefined ? [] : [Plot.text([title], { frameAnchor, ...shift, fontSize: 12, className: 'axis' })];
}
