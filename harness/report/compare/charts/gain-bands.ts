/**
 * Gains on one log axis, a band for each pattern with rows of its own: what the pictures of one run and of two have in common.
 * Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import type { PatternName } from '../../../results/schema.ts';
import { axisBelow, type Place, roomy, tickText } from '../../kit/axis.ts';
import type { Markup } from '../../kit/markup.ts';
import { type About, drawing } from '../../kit/svg.ts';

/** Sizes are in pixels. */
interface GainBands extends About {
  width: number;
  /** Its name stands at the left, what its numbers count at the right. */
  bands: readonly { pattern: PatternName; name: string; noun: string }[];
  /** The same in every band, from top to bottom. */
  rows: readonly string[];
  domain: [number, number];
  /** The most important ones first. */
  ticks: readonly number[];
  margin: { left: number; right: number };
  /** From the top of a band to its first row, and to the middle of its name. */
  head: number;
  name: number;
  row: number;
  /** Below the last row. */
  foot: number;
}

const AXIS_HEIGHT = 50;

/** @param marks of the gains: `fy` is their pattern. */
export function gainBands(
  { width, bands, rows, domain, ticks, margin, head, name, row, foot, ...about }: GainBands,
  marks: readonly Plot.Markish[],
): Markup {
  const x: Plot.ScaleOptions = { type: 'log', domain, insetRight: 10, insetLeft: 2 };
  const place = Plot.scale({ x: { ...x, range: [margin.left + 2, width - margin.right - 10] } }).apply as Place;
  const below = axisBelow(
    {
      title: 'times as good as before (log scale)',
      ticks: roomy(ticks, place),
      format: (tick) => `${tickText(tick)}×`,
    },
    { titled: { dx: 0, fy: () => bands.at(-1)?.pattern } },
  );
  const heading = { fy: 'pattern', dy: name, fontSize: 13 } as const;
  return drawing(
    {
      width,
      height: bands.length * (head + rows.length * row + foot) + AXIS_HEIGHT,
      ...{ marginLeft: margin.left, marginRight: margin.right, marginTop: 0, marginBottom: AXIS_HEIGHT },
      x,
      y: { domain: [...rows], axis: null, padding: 0.5, insetTop: head, insetBottom: foot, type: 'band' },
      fy: { domain: bands.map(({ pattern }) => pattern), axis: null, padding: 0 },
      marks: [
        below.grid,
        Plot.frame({ anchor: 'top', insetLeft: -margin.left, insetRight: -margin.right, className: 'band-line' }),
        below.axis,
        Plot.ruleX([1], { className: 'even' }),
        Plot.text(bands, {
          ...heading,
          text: 'name',
          frameAnchor: 'top-left',
          dx: -margin.left,
          className: 'band-name',
        }),
        Plot.text(bands, { ...heading, text: 'noun', frameAnchor: 'top-right', dx: margin.right, className: 'axis' }),
        ...marks,
        below.title,
      ],
    },
    about,
  );
}
