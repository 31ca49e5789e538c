/** The name of every line of a chart beside its last point, inside the plot and none over another. */
import * as Plot from '@observablehq/plot';

/** The end of a line. */
export interface NamedEnd<X = number | Date> {
  x: X;
  value: number;
  name: string;
  /** Classes of the drawing, which give the colour. */
  className: string;
}

/** Where names may stand, in pixels. */
export interface NameRoom {
  top: number;
  bottom: number;
}

/** So much for a letter and around a name. */
const LETTER_WIDTH = 6.8;
const PADDING = 16;
const LINE_HEIGHT = 15;

/** The margin at the right that holds the longest name. */
export function nameMargin(names: readonly string[]): number {
  return PADDING + LETTER_WIDTH * Math.max(0, ...names.map((name) => name.length));
}

/** @param place the y scale of the chart: pixels of a value. */
export function nameMarks(ends: readonly NamedEnd[], place: (value: number) => number, room: NameRoom): Plot.Markish[] {
  const sorted = ends
    .map((end) => ({ ...end, y: place(end.value) }))
    .sort((one, other) => one.y - other.y || (one.name < other.name ? -1 : 1));
  const tops = spread(
    sorted.map(({ y }) => y),
    room,
  );
  return sorted.map((end, index) =>
    Plot.text([end], {
      x: 'x',
      y: 'value',
      text: 'name',
      textAnchor: 'start',
      dx: 9,
      dy: (tops[index] as number) - end.y,
      fontSize: 12,
      className: `line-name ${end.className}`,
    }),
  );
}

/**
 * Heights in ascending order, moved down where two would touch, and up again where the last would leave the room. In a
 * room too low for all of them the first ones stand above it.
 */
export function spread(heights: readonly number[], { top, bottom }: NameRoom): number[] {
  const tops: number[] = [];
  for (const height of heights)
    tops.push(Math.max(top, height, (tops.at(-1) ?? Number.NEGATIVE_INFINITY) + LINE_HEIGHT));
  for (let index = tops.length - 1, lowest = bottom; index >= 0; index--, lowest -= LINE_HEIGHT) {
    tops[index] = Math.min(tops[index] as number, lowest);
  }
  return tops;
}
