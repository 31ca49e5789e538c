/** Ratios as they stand on a log axis: how far each reaches from 1, its interval, and a mark where it lies. */
import * as Plot from '@observablehq/plot';
import type { Estimate, StackName } from '../../results/schema.ts';

/** A stack has its shape as well as its colour. */
const SYMBOLS = { node: 'circle', python: 'square' } as const;

interface Look {
  stack: StackName;
  /** Another class beside that of the stack. */
  side?: string;
  /** Pixels: how thick the line from 1 and the interval are, and the radius of the mark. */
  reach: number;
  interval: number;
  radius: number;
}

/** The text of a row: its name in the margin at the left, its number in that at the right. Margins are in pixels. */
export function inMargins(place: Plot.TextOptions, { left, right }: { left: number; right: number }) {
  return {
    atLeft: { ...place, frameAnchor: 'left', textAnchor: 'start', dx: -left },
    atRight: { ...place, frameAnchor: 'right', textAnchor: 'end', dx: right },
  } satisfies Record<string, Plot.TextOptions>;
}

/** @param place the channels that say in which row each stands. */
export function ratioMarks(
  ratios: readonly Pick<Estimate, 'low' | 'high'>[],
  place: Plot.LinkOptions & Plot.DotOptions,
  { stack, side = '', reach, interval, radius }: Look,
): Record<'reach' | 'interval' | 'mark', Plot.Markish> {
  const known = ratios.filter(({ low, high }) => low !== null && high !== null);
  const classes = `${stack} ${side}`.trim();
  return {
    reach: Plot.link(ratios, { ...place, x1: () => 1, x2: 'value', strokeWidth: reach, className: `reach ${classes}` }),
    interval: Plot.link(known, {
      ...place,
      x1: 'low',
      x2: 'high',
      strokeWidth: interval,
      className: `interval ${stack}`,
    }),
    mark: Plot.dot(ratios, {
      ...{ ...place, x: 'value', r: radius, symbol: SYMBOLS[stack], strokeWidth: 1.5 },
      className: `mean ${classes}`,
    }),
  };
}
