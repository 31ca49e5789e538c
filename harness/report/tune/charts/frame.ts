/** What the charts of this report have in common: two axes, a grid, titles, and names at the ends of lines. */
import * as Plot from '@observablehq/plot';
import type { TuneSubject } from '../../../results/schema.ts';
import type { Markup } from '../../html/markup.ts';
import { type NamedEnd, nameMargin, nameMarks } from '../../html/series-names.ts';
import { type About, drawing } from '../../html/svg.ts';
import { linearTicks, logTicks } from '../../html/ticks.ts';

export interface Axis {
  title: string;
  domain: [number, number];
  log?: boolean;
  /** Where it is marked, most important first as far as there is room; by default at round numbers. */
  ticks?: readonly number[];
}

export interface Frame extends About {
  /** Pixels. */
  width: number;
  height?: number;
  x: Axis;
  y: Axis;
  /** The last values of lines that have names; these stand at the right of the plot. */
  ends?: readonly Omit<NamedEnd, 'x'>[];
}

const MARGIN = { left: 52, right: 14, top: 26, bottom: 44 };
const HEIGHT = 260;
/** Room for a label below the axis. */
const TICK_WIDTH = 34;

/** The class that gives the marks their colour: that of the stack, where there is one. */
export function colorClass(subject: TuneSubject): string {
  return subject.kind === 'own' ? subject.stack : 'own';
}

export function framed(
  { width, height = HEIGHT, x, y, ends = [], ...about }: Frame,
  marks: readonly Plot.Markish[],
): Markup {
  const marginRight = ends.length === 0 ? MARGIN.right : nameMargin(ends.map(({ name }) => name));
  const scaleY = {
    type: y.log ? 'log' : 'linear',
    domain: y.domain,
    range: [height - MARGIN.bottom, MARGIN.top],
  } as const;
  const scaleX = {
    type: x.log ? 'log' : 'linear',
    domain: x.domain,
    range: [MARGIN.left + 6, width - marginRight],
  } as const;
  const axis = { label: null, tickSize: 0, fontSize: 12, className: 'axis', tickFormat: tickText } as const;
  const yTicks = [...ticksOf(y)];
  return drawing(
    {
      width,
      height,
      marginLeft: MARGIN.left,
      marginRight,
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      x: scaleX,
      y: scaleY,
      marks: [
        Plot.gridY({ ticks: yTicks, className: 'grid', strokeOpacity: 1 }),
        Plot.axisY({ ...axis, ticks: yTicks }),
        Plot.axisX({ ...axis, ticks: roomy(ticksOf(x), Plot.scale({ x: scaleX }).apply) }),
        ...marks,
        ...nameMarks(
          ends.map((end) => ({ ...end, x: x.domain[1] })),
          Plot.scale({ y: scaleY }).apply,
          { top: MARGIN.top, bottom: height - MARGIN.bottom - 6 },
        ),
        axisTitle(y, 'top-left', -18),
        axisTitle(x, 'bottom-left', 40),
      ],
    },
    about,
  );
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

/** A smaller difference, as a share, would look large on an axis of its own. */
const NARROWEST = 0.3;
/** Of the span, above and below. */
const AIR = 0.25;

/** A domain around values that are all above zero, with some air; logarithmic where they differ much. */
export function latencyAxis(title: string, values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const log = most > 4 * least;
  if (log) return { title: `${title} (log scale)`, domain: [least / 1.3, most * 1.3], log };
  const span = Math.max(most - least, NARROWEST * most);
  return { title, domain: [Math.max(0, least - AIR * span), most + AIR * span] };
}

function ticksOf({ domain, log, ticks: given }: Axis): readonly number[] {
  if (given !== undefined) return given;
  if (!log) return linearTicks(domain);
  const ticks = logTicks(domain);
  return ticks.length >= 3 ? ticks : [...new Set([...ticks, ...linearTicks(domain).filter((tick) => tick > 0)])];
}

/** Those that have room for their labels, from the first on. */
function roomy(ticks: readonly number[], place: (tick: number) => number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    if (kept.every((other) => Math.abs(place(tick) - place(other)) >= TICK_WIDTH)) kept.push(tick);
  }
  return kept;
}

function axisTitle({ title }: Axis, frameAnchor: 'top-left' | 'bottom-left', dy: number): Plot.Markish {
  return Plot.text([title], { frameAnchor, dx: 6 - MARGIN.left, dy, fontSize: 12, className: 'axis' });
}

const tickText = (tick: number) => tick.toLocaleString('en-US');
