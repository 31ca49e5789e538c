/**
 * The picture of two runs: all gains on one log axis, that of the run here filled and that of the run there hollow, each
 * with its interval. A band for each pattern. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import type { GainBeside } from '../../results/beside.ts';
import type { PatternName, StackName } from '../../results/schema.ts';
import { gainNoun, patternName } from '../compare/answer.ts';
import { SYMBOLS } from '../compare/charts/answer-chart.ts';
import { axisBelow, roomy, tickText } from '../kit/axis.ts';
import { STACK_TITLES, times } from '../kit/format.ts';
import type { Markup } from '../kit/markup.ts';
import { type ChartOptions, drawing } from '../kit/svg.ts';
import { logTicks } from '../kit/ticks.ts';
import { isShown, readingOf } from './sentences.ts';

/** The widths that it is drawn in: beside the sentences, and on a phone. */
export const BESIDE_WIDTHS = { wide: 672, narrow: 335 };

/** Pixels: of the name of a pattern, of a run's row, and around the picture. */
const HEAD = 28;
const ROW = 18;
const FOOT = 6;
const AXIS_HEIGHT = 50;
const LEFT = 100;
/** Where the name of a run begins, beside that of its stack. */
const SIDE_LEFT = 58;
const RIGHT = 64;
const SIDES = ['here', 'there'] as const;
type Side = (typeof SIDES)[number];

interface Mark {
  pattern: PatternName;
  row: string;
  value: number;
  low: number | null;
  high: number | null;
  label: string;
  differs: boolean;
}

/** Null where neither run has a gain that is a ratio. */
export function besideChart(
  gains: readonly GainBeside[],
  stacks: readonly StackName[],
  { width, id }: ChartOptions,
): Markup | null {
  const drawn = gains.filter(({ headline, kind }) => headline && kind === 'ratio');
  const values = drawn.flatMap(({ gain }) =>
    SIDES.flatMap((side) => {
      const { value, low, high } = gain[side] ?? {};
      return [value, low, high].flatMap((one) => one ?? []);
    }),
  );
  if (values.length === 0) return null;
  const patterns = [...new Set(drawn.map(({ pattern }) => pattern))];
  const domain: [number, number] = [Math.min(1, ...values), Math.max(2, ...values)];
  const x: Plot.ScaleOptions = { type: 'log', domain, insetRight: 10, insetLeft: 2 };
  const place = Plot.scale({ x: { ...x, range: [LEFT + 2, width - RIGHT - 10] } }).apply as (x: number) => number;
  const below = axisBelow(
    {
      title: 'times as good as before (log scale)',
      ticks: roomy(logTicks(domain), place),
      format: (tick) => `${tickText(tick)}×`,
    },
    { titled: { dx: 0, fy: () => patterns.at(-1) } },
  );
  const rows = stacks.flatMap((stack) => SIDES.map((side) => rowOf(stack, side)));
  return drawing(
    {
      width,
      height: patterns.length * (HEAD + rows.length * ROW + FOOT) + AXIS_HEIGHT,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginTop: 0,
      marginBottom: AXIS_HEIGHT,
      x,
      y: { domain: rows, axis: null, padding: 0.5, insetTop: HEAD, insetBottom: FOOT, type: 'band' },
      fy: { domain: patterns, axis: null, padding: 0 },
      marks: [
        below.grid,
        Plot.frame({ anchor: 'top', insetLeft: -LEFT, insetRight: -RIGHT, className: 'band-line' }),
        below.axis,
        Plot.ruleX([1], { className: 'even' }),
        ...headMarks(drawn, patterns),
        ...stacks.flatMap((stack) => SIDES.flatMap((side) => sideMarks(drawn, stack, side))),
        below.title,
      ],
    },
    { id, title: 'The gains of both runs, pattern by pattern', description: describe(drawn) },
  );
}

const rowOf = (stack: StackName, side: Side) => `${stack} ${side}`;

/** The name of a pattern at the left, what its numbers count at the right. */
function headMarks(drawn: readonly GainBeside[], patterns: readonly PatternName[]): Plot.Markish[] {
  const heads = patterns.map((pattern) => {
    const metric = drawn.find((one) => one.pattern === pattern)?.metric;
    return { pattern, name: patternName(pattern), noun: metric ? gainNoun(pattern, metric) : '' };
  });
  const place = { fy: 'pattern', dy: 15, fontSize: 13 } as const;
  return [
    Plot.text(heads, { ...place, text: 'name', frameAnchor: 'top-left', dx: -LEFT, className: 'band-name' }),
    Plot.text(heads, { ...place, text: 'noun', frameAnchor: 'top-right', dx: RIGHT, className: 'axis' }),
  ];
}

function sideMarks(drawn: readonly GainBeside[], stack: StackName, side: Side): Plot.Markish[] {
  const own = drawn.filter((one) => one.stack === stack);
  const marks = own.flatMap((one) => markOf(one, side) ?? []);
  const rows = own.map(({ pattern }) => ({ pattern, row: rowOf(stack, side) }));
  const place = { y: 'row', fy: 'pattern' } as const;
  const atLeft = { ...place, frameAnchor: 'left', textAnchor: 'start' } as const;
  return [
    ...(side === 'here'
      ? [
          Plot.text(rows, {
            ...atLeft,
            text: () => STACK_TITLES[stack],
            dx: -LEFT,
            fontSize: 13,
            className: `stack-name ${stack}`,
          }),
        ]
      : []),
    Plot.text(rows, { ...atLeft, text: () => side, dx: SIDE_LEFT - LEFT, fontSize: 12, className: 'axis' }),
    Plot.link(marks, { ...place, x1: () => 1, x2: 'value', strokeWidth: 2, className: `reach ${stack} ${side}` }),
    Plot.link(
      marks.filter(({ low, high }) => low !== null && high !== null),
      { ...place, x1: 'low', x2: 'high', strokeWidth: 9, className: `interval ${stack}` },
    ),
    Plot.dot(marks, {
      ...place,
      x: 'value',
      r: 4.5,
      symbol: SYMBOLS[stack] ?? 'circle',
      strokeWidth: 1.5,
      className: `mean ${stack} ${side}`,
    }),
    ...[true, false].map((differs) =>
      Plot.text(
        marks.filter((mark) => mark.differs === differs),
        {
          ...place,
          text: 'label',
          frameAnchor: 'right',
          textAnchor: 'end',
          dx: RIGHT,
          fontSize: 13,
          className: differs ? 'gain-value' : 'value',
        },
      ),
    ),
    Plot.text(
      rows.filter(({ pattern }) => !marks.some((mark) => mark.pattern === pattern)),
      { ...atLeft, text: () => 'no gain', dx: 10, fontSize: 12, className: 'failed' },
    ),
  ];
}

function markOf({ pattern, stack, gain, verdict }: GainBeside, side: Side): Mark | null {
  const estimate = gain[side];
  if (estimate === null) return null;
  const { value, low, high } = estimate;
  return { pattern, row: rowOf(stack, side), value, low, high, label: times(value), differs: isShown(verdict) };
}

function describe(drawn: readonly GainBeside[]): string {
  return drawn
    .map((one) => {
      const of = (side: Side) => (one.gain[side] === null ? 'none' : times(one.gain[side].value));
      return `${patternName(one.pattern)} in ${STACK_TITLES[one.stack]}: ${of('here')} here, ${of('there')} there, ${readingOf(one)}`;
    })
    .join('. ');
}
