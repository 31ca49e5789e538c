/**
 * The picture of the first screen: all gains on one log axis, each with its interval, its claim and its physical limit.
 * A band for each pattern, beside which its sentence stands. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import type { PatternResult, StackName } from '../../../results/schema.ts';
import { STACK_TITLES } from '../../kit/format.ts';
import type { Markup } from '../../kit/markup.ts';
import { ratioMarks } from '../../kit/ratio-marks.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import type { RunContext } from '../run-context.ts';
import { type AnswerData, answerData, type Band } from './answer-data.ts';
import { gainBands } from './gain-bands.ts';

/** The widths that it is drawn in: beside the sentences, and on a phone. */
export const ANSWER_WIDTHS = { wide: 672, narrow: 335 };

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
  const margin = { left: isWide ? 84 : 74, right: isWide ? 112 : 64 };
  return gainBands(
    {
      ...{ id, title: 'The gains of all patterns with their claims and limits', description: data.description },
      ...{ width, bands: data.bands, rows: context.stacks, domain: data.domain, ticks: data.ticks, margin },
      ...{ head: 34, name: 17, row: isWide ? 36 : 24, foot: 10 },
    },
    [
      ...claimMarks(data.bands, data.domain, isWide),
      ...context.stacks.flatMap((stack) => stackMarks(data, stack, margin)),
    ],
  );
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
  const absent = missing.filter((one) => one.stack === stack);
  const { reach, interval, mark } = ratioMarks(gains, place, { stack, reach: 3, interval: 11, radius: 5 });
  return [
    Plot.text([...gains, ...absent], {
      ...place,
      text: () => STACK_TITLES[stack],
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: -margin.left,
      fontSize: 13,
      className: `stack-name ${stack}`,
    }),
    Plot.link(limited, { ...place, x1: 'value', x2: 'limit', className: 'room' }),
    reach,
    interval,
    Plot.tickX(limited, { ...place, x: 'limit', strokeWidth: 3, inset: -5, className: 'limit-end' }),
    mark,
    Plot.text(gains, {
      ...place,
      text: 'label',
      frameAnchor: 'right',
      textAnchor: 'end',
      dx: margin.right,
      fontSize: 16,
      className: 'gain-value',
    }),
    Plot.text(absent, {
      ...place,
      text: 'label',
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: 10,
      fontSize: 13,
      className: 'failed',
    }),
  ];
}
