/**
 * The picture of two runs: all gains on one log axis, that of the run here filled and that of the run there hollow, each
 * with its interval. A band for each pattern. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import type { GainBeside } from '../../results/beside.ts';
import type { StackName } from '../../results/schema.ts';
import { gainNoun, patternName } from '../compare/answer.ts';
import { gainBands } from '../compare/charts/gain-bands.ts';
import { STACK_TITLES, times } from '../kit/format.ts';
import type { Markup } from '../kit/markup.ts';
import { inMargins, ratioMarks } from '../kit/ratio-marks.ts';
import type { ChartOptions } from '../kit/svg.ts';
import { logTicks } from '../kit/ticks.ts';
import { isShown, readingOf } from './sentences.ts';

/** The widths that it is drawn in: beside the sentences, and on a phone. */
export const BESIDE_WIDTHS = { wide: 672, narrow: 335 };

/** Pixels. */
const MARGIN = { left: 100, right: 64 };
/** Where the name of a run begins, beside that of its stack. */
const SIDE_LEFT = 58;
const SIDES = ['here', 'there'] as const;
type Side = (typeof SIDES)[number];

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
  const domain: [number, number] = [Math.min(1, ...values), Math.max(2, ...values)];
  return gainBands(
    {
      ...{ id, title: 'The gains of both runs, pattern by pattern', description: describe(drawn) },
      ...{ width, domain, ticks: logTicks(domain), margin: MARGIN },
      bands: bandsOf(drawn),
      rows: stacks.flatMap((stack) => SIDES.map((side) => rowOf(stack, side))),
      ...{ head: 28, name: 15, row: 18, foot: 6 },
    },
    stacks.flatMap((stack) => SIDES.flatMap((side) => sideMarks(drawn, stack, side))),
  );
}

const bandsOf = (drawn: readonly GainBeside[]) => {
  const metrics = new Map(drawn.map(({ pattern, metric }) => [pattern, metric] as const));
  return [...metrics].map(([pattern, metric]) => {
    return { pattern, name: patternName(pattern), noun: gainNoun(pattern, metric) };
  });
};

const rowOf = (stack: StackName, side: Side) => `${stack} ${side}`;

function sideMarks(drawn: readonly GainBeside[], stack: StackName, side: Side): Plot.Markish[] {
  const own = drawn.filter((one) => one.stack === stack);
  const marks = own.flatMap((one) => markOf(one, side) ?? []);
  const rows = own.map(({ pattern }) => ({ pattern, row: rowOf(stack, side) }));
  const place = { y: 'row', fy: 'pattern' } as const;
  const { atLeft, atRight } = inMargins({ ...place, fontSize: 13 }, MARGIN);
  const { reach, interval, mark } = ratioMarks(marks, place, { stack, side, reach: 2, interval: 9, radius: 4.5 });
  return [
    ...(side === 'here'
      ? [Plot.text(rows, { ...atLeft, text: () => STACK_TITLES[stack], className: `stack-name ${stack}` })]
      : []),
    Plot.text(rows, { ...atLeft, text: () => side, dx: SIDE_LEFT - MARGIN.left, fontSize: 12, className: 'axis' }),
    ...[reach, interval, mark],
    ...[true, false].map((differs) =>
      Plot.text(
        marks.filter((mark) => mark.differs === differs),
        { ...atRight, text: 'label', className: differs ? 'gain-value' : 'value' },
      ),
    ),
    Plot.text(
      rows.filter(({ pattern }) => !marks.some((mark) => mark.pattern === pattern)),
      { ...atLeft, text: () => 'no gain', dx: 10, fontSize: 12, className: 'failed' },
    ),
  ];
}

function markOf({ pattern, stack, gain, verdict }: GainBeside, side: Side) {
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
