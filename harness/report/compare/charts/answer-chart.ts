/**
 * The picture of the first screen: all gains on one log axis, each with its interval, its claim and its physical limit.
 * A band for each pattern, beside which its sentence stands. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import type { PatternResult, StackName } from '../../../results/schema.ts';
import { axisBelow, roomy, tickText } from '../../kit/axis.ts';
import { STACK_TITLES } from '../../kit/format.ts';
import type { Markup } from '../../kit/markup.ts';
import { type ChartOptions, drawing } from '../../kit/svg.ts';
import type { RunContext } from '../run-context.ts';
import { type AnswerData, answerData, type Band, type GainMark } from './answer-data.ts';

/** The widths that it is drawn in: beside the sentences, and on a phone. */
export const ANSWER_WIDTHS = { wide: 672, narrow: 335 };

/** Pixels from the top of a band to its first row. */
const HEAD = 34;
const AXIS_HEIGHT = 50;
/** A stack has its shape as well as its colour. */
export const SYMBOLS: Record<StackName, Plot.DotOptions['symbol']> = { node: 'circle', python: 'square' };
const MOST_LABEL_WIDTH = 0.6;

/** Null when there is nothing to draw. */
export function answerChart(
  patterns: readonly PatternResult[],
  context: RunContext,
  { width, id }: ChartOptions,
): Markup | null {
  const data = answerData(patterns, context);
  if (data === null) return null;
  const isWide = width >= ANSWER_WIDTHS.wide;
  const row = isWide ? 36 : 24;
  const margin = { left: isWide ? 84 : 74, right: isWide ? 112 : 64 };
  const x: Plot.ScaleOptions = { type: 'log', domain: data.domain, insetRight: 10, insetLeft: 2 };
  const place = Plot.scale({ x: { ...x, range: [margin.left + 2, width - margin.right - 10] } }).apply as (
    x: number,
  ) => number;
  const below = axisBelow(
    {
      title: 'times as good as before (log scale)',
      ticks: roomy(data.ticks, place),
      format: (tick) => `${tickText(tick)}×`,
    },
    { titled: { dx: 0, fy: () => data.bands.at(-1)?.pattern } },
  );
  const bandHeight = HEAD + context.stacks.length * row + 10;
  return drawing(
    {
      width,
      height: data.bands.length * bandHeight + AXIS_HEIGHT,
      marginLeft: margin.left,
      marginRight: margin.right,
      marginTop: 0,
      marginBottom: AXIS_HEIGHT,
      x,
      y: { domain: [...context.stacks], axis: null, padding: 0.5, insetTop: HEAD, insetBottom: 10, type: 'band' },
      fy: { domain: data.bands.map(({ pattern }) => pattern), axis: null, padding: 0 },
      marks: [
        below.grid,
        Plot.frame({ anchor: 'top', insetLeft: -margin.left, insetRight: -margin.right, className: 'band-line' }),
        below.axis,
        Plot.ruleX([1], { className: 'even' }),
        ...headMarks(data.bands, margin),
        ...claimMarks(data.bands, data.domain, isWide),
        ...context.stacks.flatMap((stack) => stackMarks(data, stack, margin)),
        below.title,
      ],
    },
    { id, title: 'The gains of all patterns with their claims and limits', description: data.description },
  );
}

/** The name of a pattern at the left, what its numbers count at the right. */
function headMarks(bands: readonly Band[], margin: { left: number; right: number }): Plot.Markish[] {
  const place = { fy: 'pattern', dy: 17, fontSize: 13 } as const;
  return [
    Plot.text(bands, { ...place, text: 'name', frameAnchor: 'top-left', dx: -margin.left, className: 'band-name' }),
    Plot.text(bands, { ...place, text: 'noun', frameAnchor: 'top-right', dx: margin.right, className: 'axis' }),
  ];
}

/** A diamond where the claim lies, and a line down through both stacks. */
function claimMarks(bands: readonly Band[], domain: [number, number], isWide: boolean): Plot.Markish[] {
  const claims = bands.flatMap(({ pattern, claim, claimLabel }) =>
    claim === null ? [] : [{ pattern, claim, claimLabel }],
  );
  const others = bands.filter(({ claim }) => claim === null);
  const isFar = ({ claim }: { claim: number }) =>
    Math.log(claim / domain[0]) > MOST_LABEL_WIDTH * Math.log(domain[1] / domain[0]);
  const label = { fy: 'pattern', frameAnchor: 'top', dy: 17, fontSize: 12, className: 'claim-label' } as const;
  return [
    Plot.ruleX(claims, { x: 'claim', fy: 'pattern', insetTop: 28, insetBottom: 8, className: 'claim-line' }),
    Plot.dot(claims, {
      x: 'claim',
      fy: 'pattern',
      frameAnchor: 'top',
      dy: 22,
      symbol: 'diamond2',
      r: 4.5,
      className: 'claimed',
    }),
    ...[false, true].map((far) =>
      Plot.text(claims, {
        ...label,
        filter: (each: { claim: number }) => isFar(each) === far,
        x: 'claim',
        text: 'claimLabel',
        textAnchor: far ? 'end' : 'start',
        dx: far ? -10 : 10,
      }),
    ),
    Plot.text(others, {
      ...label,
      frameAnchor: 'top-left',
      text: isWide ? 'claimLabel' : () => 'claim: see the text',
      dx: 10,
    }),
  ];
}

function stackMarks(
  { marks, missing }: AnswerData,
  stack: StackName,
  margin: { left: number; right: number },
): Plot.Markish[] {
  const gains = marks.filter((mark) => mark.stack === stack);
  const limited = gains.filter(({ limit }) => limit !== null);
  const place = { y: 'stack', fy: 'pattern' } as const;
  const all = [...gains, ...missing.filter((one) => one.stack === stack)];
  return [
    Plot.text(all, {
      ...place,
      text: () => STACK_TITLES[stack],
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: -margin.left,
      fontSize: 13,
      className: `stack-name ${stack}`,
    }),
    Plot.link(limited, { ...place, x1: 'value', x2: 'limit', className: 'room' }),
    Plot.link(gains, { ...place, x1: () => 1, x2: 'value', strokeWidth: 3, className: `reach ${stack}` }),
    Plot.link(gains, {
      ...place,
      filter: ({ low }: GainMark) => low !== null,
      x1: 'low',
      x2: 'high',
      strokeWidth: 11,
      className: `interval ${stack}`,
    }),
    Plot.tickX(limited, { ...place, x: 'limit', strokeWidth: 3, inset: -5, className: 'limit-end' }),
    Plot.dot(gains, {
      ...place,
      x: 'value',
      r: 5,
      symbol: SYMBOLS[stack] ?? 'circle',
      strokeWidth: 1.5,
      className: `mean ${stack}`,
    }),
    Plot.text(gains, {
      ...place,
      text: 'label',
      frameAnchor: 'right',
      textAnchor: 'end',
      dx: margin.right,
      fontSize: 16,
      className: 'gain-value',
    }),
    Plot.text(
      missing.filter((one) => one.stack === stack),
      { ...place, text: 'label', frameAnchor: 'left', textAnchor: 'start', dx: 10, fontSize: 13, className: 'failed' },
    ),
  ];
}
