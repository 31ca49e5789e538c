/**
 * The picture of an operation in one stack: the CPU of every library on a log axis, with its interval, in bands by what it
 * causes. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import { axisBelow, roomy, tickText } from '../../kit/axis.ts';
import { STACK_TITLES } from '../../kit/format.ts';
import type { Markup } from '../../kit/markup.ts';
import { ratioMarks } from '../../kit/ratio-marks.ts';
import { type ChartOptions, drawing } from '../../kit/svg.ts';
import { logTicks } from '../../kit/ticks.ts';
import type { CostData, CostMark, CostPanel } from './cost-data.ts';

/** Beside the other stack, and on a phone. */
export const COST_WIDTHS = { wide: 560, narrow: 335 };

/** Pixels. */
const TOP = 26;
const BAND = 24;
const AXIS_HEIGHT = 50;
const RIGHT = 56;
/** On a phone a name stands above its line. */
const SIZES = {
  wide: { row: 22, nameAbove: 0 },
  narrow: { row: 36, nameAbove: 16 },
};
/** So much for a letter of a name in bold, and at most for a name. */
const LETTER = 7.4;
const MOST_LEFT = 290;

/** A library with the height of its line, in pixels. */
interface Placed extends CostMark {
  y: number;
}

export function costChart({ domain, operation }: CostData, panel: CostPanel, { width, id }: ChartOptions): Markup {
  const { row, nameAbove } = width >= COST_WIDTHS.wide ? SIZES.wide : SIZES.narrow;
  const left = nameAbove > 0 ? 8 : leftOf(panel);
  const { bands, marks, height } = placed(panel, row, nameAbove);
  const { stack } = panel;
  const x: Plot.ScaleOptions = { type: 'log', domain, range: [left + 8, width - RIGHT - 12] };
  const place = Plot.scale({ x }).apply as (value: number) => number;
  const below = axisBelow(
    {
      title: 'CPU per request, × the reference (log scale)',
      ticks: roomy(logTicks(domain), place),
      format: (tick) => `${tickText(tick)}×`,
    },
    { titled: { dx: -left } },
  );
  const measured = marks.filter(({ value }) => value !== null);
  const { reach, interval, mark } = ratioMarks(measured, { y: 'y' }, { stack, reach: 2.5, interval: 9, radius: 4.5 });
  const atLeft = { y: 'y', frameAnchor: 'left', textAnchor: 'start', dx: -left } as const;
  const atRight = { y: 'y', frameAnchor: 'right', textAnchor: 'end', dx: RIGHT, dy: -nameAbove } as const;
  return drawing(
    {
      width,
      height: height + AXIS_HEIGHT,
      marginLeft: left,
      marginRight: RIGHT,
      marginTop: TOP,
      marginBottom: AXIS_HEIGHT,
      x,
      y: { type: 'identity', axis: null },
      marks: [
        below.grid,
        below.axis,
        below.title,
        Plot.text([STACK_TITLES[stack]], { ...atLeft, y: () => 10, fontSize: 14, className: `stack-name ${stack}` }),
        Plot.text([operation], { ...atRight, y: () => 10, dy: 0, fontSize: 12, className: 'axis' }),
        Plot.ruleY(bands, { y: 'top', insetLeft: -left, insetRight: -RIGHT, className: 'band-line' }),
        Plot.text(bands, { ...atLeft, text: 'title', fontSize: 13, className: 'band-name halo' }),
        Plot.ruleX([1], { className: 'even' }),
        ...namesOf(marks, { ...atLeft, dy: -nameAbove, text: 'title', fontSize: 12.5 }),
        ...[reach, interval, mark],
        Plot.text(measured, { ...atRight, text: 'label', fontSize: 13, className: 'gain-value' }),
        Plot.text(
          marks.filter(({ value }) => value === null),
          { ...atRight, text: 'label', fontSize: 12, className: 'axis' },
        ),
      ],
    },
    { id, title: `CPU by library, ${STACK_TITLES[stack]}`, description: panel.description },
  );
}

/** Room for the longest name. */
function leftOf({ groups }: CostPanel): number {
  const longest = Math.max(...groups.flatMap(({ marks }) => marks.map(({ title }) => title.length)));
  return Math.min(MOST_LEFT, Math.round(LETTER * longest) + 14);
}

/** The reference is set apart. */
const namesOf = (marks: readonly Placed[], options: Plot.TextOptions): Plot.Markish[] => [
  Plot.text(
    marks.filter(({ isReference }) => !isReference),
    { ...options, className: 'row-name halo' },
  ),
  Plot.text(
    marks.filter(({ isReference }) => isReference),
    { ...options, className: 'row-name reference halo' },
  ),
];

interface PlacedBand {
  title: string;
  /** Where the line above it is, and its name. */
  top: number;
  y: number;
}

/** Every band and every library below the one before. */
function placed(
  { groups }: CostPanel,
  row: number,
  nameAbove: number,
): { bands: PlacedBand[]; marks: Placed[]; height: number } {
  const bands: PlacedBand[] = [];
  const marks: Placed[] = [];
  let height = TOP;
  for (const { title, marks: own } of groups) {
    if (title !== null) {
      bands.push({ title, top: height, y: height + BAND / 2 });
      height += BAND;
    }
    for (const mark of own) {
      marks.push({ ...mark, y: height + (row + nameAbove) / 2 });
      height += row;
    }
  }
  return { bands, marks, height: height + 4 };
}
