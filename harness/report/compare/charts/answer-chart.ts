/**
 * The picture of the first screen: all gains on one log axis, each with its interval, its claim and its physical limit.
 * A band for each pattern, beside which its sentence stands. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import * as lookup from '../../../results/lookup.ts';
import type { PatternName, PatternResult, StackName } from '../../../results/schema.ts';
import { STACK_TITLES, times } from '../../kit/format.ts';
import type { Markup } from '../../kit/markup.ts';
import { inMargins, ratioMarks } from '../../kit/ratio-marks.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { gainNoun, patternName } from '../answer.ts';
import { statedClaim } from '../answer-table.ts';
import { pairsOf } from '../pair.ts';
import type { RunContext } from '../run-context.ts';
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
  const { atLeft, atRight } = inMargins({ ...place, fontSize: 13 }, margin);
  const { reach, interval, mark } = ratioMarks(gains, place, { stack, reach: 3, interval: 11, radius: 5 });
  return [
    Plot.text([...gains, ...absent], { ...atLeft, text: () => STACK_TITLES[stack], className: `stack-name ${stack}` }),
    Plot.link(limited, { ...place, x1: 'value', x2: 'limit', className: 'room' }),
    reach,
    interval,
    Plot.tickX(limited, { ...place, x: 'limit', strokeWidth: 3, inset: -5, className: 'limit-end' }),
    mark,
    Plot.text(gains, { ...atRight, text: 'label', fontSize: 16, className: 'gain-value' }),
    Plot.text(absent, { ...atLeft, text: 'label', dx: 10, className: 'failed' }),
  ];
}

/** One gain, as a ratio. */
interface GainMark {
  pattern: PatternName;
  stack: StackName;
  value: number;
  low: number | null;
  high: number | null;
  label: string;
  /** The gain at the physical limit; null where it is not known or bounds nothing. */
  limit: number | null;
}

/** The heading of a pattern, and its claim. */
interface Band {
  pattern: PatternName;
  name: string;
  noun: string;
  claim: number | null;
  /** "claim 20×", or what is claimed in another measure than the headline, which has no place on the axis. */
  claimLabel: string;
}

/** A stack without a gain, with the reason in a word. */
interface Missing {
  pattern: PatternName;
  stack: StackName;
  label: string;
}

type AnswerData = NonNullable<ReturnType<typeof answerData>>;

/** Null when no pattern has a gain that is a ratio. */
function answerData(patterns: readonly PatternResult[], context: RunContext) {
  const each = patterns.map((pattern) => bandOf(pattern, context)).filter((one) => one !== null);
  const bands = each.map(({ band }) => band);
  const marks = each.flatMap((one) => one.marks);
  if (marks.length === 0) return null;
  const values = [
    ...marks.flatMap(({ value, low, high, limit }) => [value, low ?? value, high ?? value, limit ?? value]),
    ...bands.flatMap(({ claim }) => claim ?? []),
  ].filter((value) => value > 0);
  const domain: [number, number] = [Math.min(1, ...values), Math.max(2, ...values)];
  const missing = each.flatMap((one) => one.missing);
  return { bands, marks, missing, domain, ticks: ticksIn(domain), description: describe(bands, marks, missing) };
}

function bandOf(pattern: PatternResult, context: RunContext) {
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined) return null;
  const place = { pattern: pattern.pattern };
  const [variant] = lookup.improvedVariants(pattern);
  const marks: GainMark[] = [];
  const missing: Missing[] = [];
  for (const { stack, gain, judged } of pairsOf(pattern, metric, variant, context)) {
    if (gain?.estimate && gain.kind === 'ratio') {
      const { value, low, high } = gain.estimate;
      const limit = judged.limit?.binds ? (judged.limit.gain ?? null) : null;
      marks.push({ ...place, stack, value, low, high, label: times(value), limit });
    } else {
      const failed = [lookup.BASELINE, variant].some(
        (name) => lookup.cellOf(pattern, stack, name)?.status === 'failed',
      );
      missing.push({ ...place, stack, label: failed ? 'failed: no gain to compute' : 'not measured' });
    }
  }
  return {
    band: {
      ...place,
      name: patternName(pattern.pattern),
      noun: gainNoun(pattern.pattern, metric),
      ...claimOf(pattern),
    },
    marks,
    missing,
  };
}

function claimOf(pattern: PatternResult): Pick<Band, 'claim' | 'claimLabel'> {
  const metric = lookup.promisedMetric(pattern);
  if (metric === undefined) return { claim: null, claimLabel: 'nothing claimed' };
  const gain = lookup.claimOf(pattern, metric.id)?.gain ?? null;
  const claimLabel = `claim ${statedClaim(pattern, metric)}`;
  return { claim: metric.id === pattern.headline ? gain : null, claimLabel };
}

/** The decades first, for they are the most important ones. */
function ticksIn([low, high]: [number, number]): number[] {
  const decades = Array.from({ length: 12 }, (_, index) => 10 ** (index - 4));
  return [1, 2, 5]
    .flatMap((step) => decades.map((decade) => step * decade))
    .filter((tick) => tick >= low && tick <= high);
}

function describe(bands: readonly Band[], marks: readonly GainMark[], missing: readonly Missing[]): string {
  const of = (pattern: PatternName) => [
    ...marks
      .filter((mark) => mark.pattern === pattern)
      .map(
        ({ stack, label, limit }) =>
          `${STACK_TITLES[stack]} ${label}${limit === null ? '' : `, limit ${times(limit)}`}`,
      ),
    ...missing.filter((one) => one.pattern === pattern).map(({ stack, label }) => `${STACK_TITLES[stack]} ${label}`),
  ];
  return bands
    .map(({ pattern, name, noun, claimLabel }) => `${name} (${noun}; ${claimLabel}): ${of(pattern).join('; ')}`)
    .join('. ');
}
