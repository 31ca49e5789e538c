/** The axes of charts: where they are marked, and how they look. */
import * as Plot from '@observablehq/plot';
import { linearTicks, logTicks } from './ticks.ts';

/** Pixels of a value. */
export type Place = (value: number) => number;

export interface Axis {
  /** Absent: the drawing says it. */
  title?: string;
  domain: [number, number];
  log?: boolean;
  /** Where it is marked; by default at round numbers, as far as there is room. */
  ticks?: (place: Place) => readonly number[];
  format?: (tick: number) => string;
  /** Whether it has lines across the plot; the y axis has them always. */
  grid?: boolean;
}

/** An x axis of dates. */
export interface TimeAxis {
  domain: [Date, Date];
  /** How many dates there is room for, about. */
  labels: number;
}

/** The look of every axis and grid; the page has the colours. */
export const AXIS = { label: null, tickSize: 0, fontSize: 12, className: 'axis' } as const;
export const GRID = { className: 'grid', strokeOpacity: 1 } as const;

/** Room for a label below the axis, and beside one. */
const TICK_WIDTH = 34;
const TICK_HEIGHT = 15;

/**
 * The x axis below a chart of rows, by the marks that it is drawn with.
 * @param grid what the grid does otherwise.
 */
export function axisBelow(
  { title = '', ticks, format }: Pick<Axis, 'title' | 'format'> & { ticks: readonly number[] },
  { titled, grid = {} }: { titled: Plot.TextOptions; grid?: Plot.GridXOptions },
): Record<'axis' | 'grid' | 'title', Plot.Markish> {
  return {
    axis: Plot.axisX(...labelled(ticks, format)),
    grid: Plot.gridX({ ...GRID, ticks: [...ticks], ...grid }),
    title: Plot.text([title], { frameAnchor: 'bottom-left', dy: 40, fontSize: 12, className: 'axis', ...titled }),
  };
}

/** A smaller difference, as a share, would look large on an axis of its own. */
const NARROWEST = 0.3;
/** The share of the span that stays free above and below. */
const AIR = 0.25;

/** A domain around values that are all above zero, with some air; logarithmic where they differ much. */
export function latencyAxis(title: string, values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const log = most > 4 * least;
  if (log) return { title: `${title} (log scale)`, domain: [least / 1.3, most * 1.3], log };
  const span = Math.max(most - least, NARROWEST * most);
  return { title, domain: [Math.max(0, least - AIR * span), most + AIR * span] };
}

const roundTicks = ({ domain, log }: Axis): readonly number[] => (log ? logTicks : linearTicks)(domain);

/** The ticks of a y axis, as far as their labels stand clear of each other. */
export const ticksBeside = (y: Axis, place: Place): number[] =>
  roomy([...(y.ticks?.(place) ?? roundTicks(y))], place, TICK_HEIGHT);

/** The ticks of an x axis; those that it names itself have been chosen for their room. */
export const ticksBelow = (x: Axis, place: Place): number[] => [...(x.ticks?.(place) ?? roomy(roundTicks(x), place))];

/** Those that have room for their labels, from the first on, which are the most important ones. */
export function roomy(ticks: readonly number[], place: Place, room: number = TICK_WIDTH): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    if (kept.every((other) => Math.abs(place(tick) - place(other)) >= room)) kept.push(tick);
  }
  return kept;
}

/** Round numbers have few digits, but they may stand far behind the point. */
export const tickText = (tick: number) => tick.toLocaleString('en-US', { maximumSignificantDigits: 6 });

/**
 * Ticks and labels as Plot's axes take them. A label is a channel of its own: of a log axis, Plot shows the labels that a
 * tickFormat gives only where d3's own choice of labels has one, and drops the others without a word.
 */
export function labelled(
  ticks: readonly number[],
  format: (tick: number) => string = tickText,
): [ticks: number[], options: typeof AXIS & { text: (tick: number) => string }] {
  return [[...ticks], { ...AXIS, text: format }];
}
