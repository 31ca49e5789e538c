/**
 * The chart of one pattern: every block, the mean with its interval, the physical limit, and where the claimed gain
 * would lie. Drawn at build time; colours come from the page's classes, so that it follows the colour scheme.
 */
import * as Plot from '@observablehq/plot';
import * as lookup from '../../../results/lookup.ts';
import type { Metric, PatternResult, StackName } from '../../../results/schema.ts';
import { axisBelow } from '../../kit/axis.ts';
import { quantity, STACK_TITLES, scaleFor } from '../../kit/format.ts';
import type { Markup } from '../../kit/markup.ts';
import { type ChartOptions, drawing } from '../../kit/svg.ts';
import { linearTicks, logTicks } from '../../kit/ticks.ts';

const ROW_HEIGHT = 34;
const FACET_HEAD = 22;

/** An SVG with a title and a description, or null when there is nothing to draw. */
export function chart(
  pattern: PatternResult,
  metric: Metric,
  stacks: readonly StackName[],
  { width, id }: ChartOptions,
): Markup | null {
  const data = chartData(pattern, metric, stacks);
  if (data.points.length === 0) return null;
  const below = axisBelow(
    { title: axisTitle(metric, data), ticks: data.ticks },
    { titled: { dx: -80, fy: () => stacks.at(-1) } },
  );
  const options: Plot.PlotOptions = {
    width,
    height: stacks.length * (data.variants.length * ROW_HEIGHT + FACET_HEAD) + 62,
    marginLeft: 84,
    marginRight: 74,
    marginTop: 8,
    marginBottom: 44,
    x: xScale(data, width),
    y: { domain: data.variants, axis: null, padding: 0.5, insetTop: FACET_HEAD },
    fy: { domain: [...stacks], axis: null, paddingInner: 0.04, paddingOuter: 0 },
    marks: [
      below.axis,
      below.grid,
      Plot.axisY({ fontSize: 13, tickSize: 0, label: null, className: 'axis' }),
      ...stacks.flatMap((stack) => stackMarks(data, stack)),
      below.title,
    ],
  };
  return drawing(options, { id, title: `${pattern.title}: ${metric.title}`, description: data.description });
}

function stackMarks(data: ChartData, stack: StackName): Plot.Markish[] {
  const points = data.points.filter((point) => point.stack === stack);
  const place = { y: 'variant', fy: 'stack' } as const;
  const blocks = points.flatMap((point) => point.blocks.map((value) => ({ ...point, value })));
  const intervals = points.filter((point) => point.low !== null);
  const claimed = data.claimed.filter((point) => point.stack === stack);
  const [shared, own] = [true, false].map((isShared) =>
    data.limits.filter((limit) => limit.stack === stack && (limit.variant === null) === isShared),
  ) as [ChartLimit[], ChartLimit[]];
  const rowTop = (variant: string) => FACET_HEAD + data.variants.indexOf(variant) * ROW_HEIGHT;
  const unmeasured = data.unmeasured.filter((cell) => cell.stack === stack);
  return [
    Plot.text([STACK_TITLES[stack]], {
      fy: () => stack,
      frameAnchor: 'top-left',
      dx: -80,
      dy: 6,
      fontSize: 14,
      className: `stack-name ${stack}`,
    }),
    // A variant with a limit of its own stands below the others, and the line of theirs ends above it.
    Plot.ruleX(shared, {
      ...{ x: 'value', fy: 'stack', className: 'limit' },
      insetTop: 18,
      insetBottom: own.length * ROW_HEIGHT,
    }),
    ...own.map((limit) =>
      Plot.ruleX([limit], { x: 'value', fy: 'stack', insetTop: rowTop(limit.variant ?? ''), className: 'limit' }),
    ),
    ...(['start', 'end'] as const).map((textAnchor) =>
      Plot.text(shared, {
        filter: (limit: { end: boolean }) => limit.end === (textAnchor === 'end'),
        x: 'value',
        fy: 'stack',
        text: 'label',
        frameAnchor: 'top',
        textAnchor,
        dx: textAnchor === 'end' ? -4 : 4,
        dy: 8,
        fontSize: 12,
        className: 'limit-label',
      }),
    ),
    Plot.link(intervals, { ...place, x1: 'low', x2: 'high', strokeWidth: 9, className: `interval ${stack}` }),
    Plot.dot(claimed, {
      ...place,
      x: 'value',
      symbol: 'diamond2',
      r: 4,
      dy: -11,
      strokeWidth: 1.5,
      className: 'claimed',
    }),
    Plot.dot(blocks, { ...place, x: 'value', r: 2.5, dy: 9, className: `block ${stack}` }),
    Plot.dot(points, { ...place, x: 'value', r: 5, strokeWidth: 2, className: `mean ${stack}` }),
    Plot.text(points, {
      ...place,
      x: (point: Point) => point.high ?? point.value,
      text: 'label',
      textAnchor: 'start',
      dx: 11,
      fontSize: 13,
      className: 'value',
    }),
    Plot.text(unmeasured, {
      ...place,
      text: 'label',
      frameAnchor: 'left',
      dx: 6,
      textAnchor: 'start',
      fontSize: 13,
      className: 'failed',
    }),
  ];
}

function xScale(data: ChartData, width: number): Plot.ScaleOptions {
  const inset = Math.round(width / 60);
  return { type: data.log ? 'log' : 'linear', domain: data.domain, insetLeft: data.log ? inset : 0, insetRight: inset };
}

function axisTitle(metric: Metric, { scale, log }: Pick<ChartData, 'scale' | 'log'>): string {
  const unit = scale.symbol === '' ? '' : `, ${scale.symbol}`;
  return `${metric.title}${unit}${log ? ' (log scale)' : ''}`;
}

interface Point {
  stack: StackName;
  variant: string;
  value: number;
  low: number | null;
  high: number | null;
  blocks: number[];
  label: string;
}

type ChartData = ReturnType<typeof chartData>;
type ChartLimit = ChartData['limits'][number];

/** Beyond this spread a linear axis would hide the small values. */
const LOG_SPREAD = 20;

export function chartData(pattern: PatternResult, metric: Metric, stacks: readonly StackName[]) {
  const [headline, ...others] = lookup.improvedVariants(pattern);
  const variants = [lookup.BASELINE, headline, ...others];
  const cells = stacks.flatMap((stack) => variants.map((variant) => ({ stack, variant })));
  const found = cells.map((cell) => ({
    ...cell,
    estimate: lookup.estimateOf(pattern, cell.stack, cell.variant, metric.id),
  }));
  const scale = scaleFor(Math.max(0, ...found.map(({ estimate }) => estimate?.value ?? 0)), metric.unit);
  const scaled = (value: number) => value / scale.divisor;

  const points = found.flatMap(({ estimate, ...cell }): Point[] => {
    if (estimate === undefined) return [];
    const { value, low, high, blocks } = estimate;
    const interval = low === null || high === null ? { low, high } : { low: scaled(low), high: scaled(high) };
    const label = quantity(value, metric.unit);
    return [{ ...cell, value: scaled(value), ...interval, blocks: blocks.map(scaled), label }];
  });
  const unmeasured = found
    .filter(({ estimate }) => estimate === undefined)
    .map(({ stack, variant }) => ({ stack, variant, label: absence(pattern, stack, variant) }));
  const claimed = claimedPoints(pattern, metric, points, headline);
  const limits = stacks.flatMap((stack) =>
    (pattern.stacks[stack]?.limits ?? [])
      .filter((limit) => limit.metric === metric.id)
      .map(({ variant = null, value }) => ({
        ...{ stack, variant, value: scaled(value) },
        label: `limit ${variant === null ? '' : `of ${variant} `}${quantity(value, metric.unit)}`,
      })),
  );

  const values = [
    ...points.flatMap((point) => [point.value, ...point.blocks, point.low ?? point.value, point.high ?? point.value]),
    ...[...claimed, ...limits].map(({ value }) => value),
  ];
  const positive = values.filter((value) => value > 0);
  const log = positive.length === values.length && Math.max(...values) > LOG_SPREAD * Math.min(...values);
  const domain: [number, number] = [log ? Math.min(...values) : Math.min(0, ...values), Math.max(...values)];
  const middle = log ? Math.sqrt(domain[0] * domain[1]) : (domain[0] + domain[1]) / 2;
  return {
    variants,
    points,
    /** Cells without a number, with the reason in a word. */
    unmeasured,
    /** Where `after` would lie if it were better than the measured `before` by exactly the claimed gain. */
    claimed,
    /** Each is of the one variant that it bounds, or null: of all that have none of their own. `end`: its label ends at the line. */
    limits: limits.map((limit) => ({ ...limit, end: limit.value > middle })),
    scale,
    log,
    domain,
    ticks: log ? logTicks(domain) : linearTicks(domain),
    description: describe([...points, ...unmeasured], limits),
  };
}

function claimedPoints(pattern: PatternResult, metric: Metric, points: readonly Point[], headline: string) {
  const gain = lookup.claimOf(pattern, metric.id)?.gain;
  if (!gain) return [];
  return points
    .filter((point) => point.variant === lookup.BASELINE)
    .map(({ stack, value }) => ({
      stack,
      variant: headline,
      value: metric.better === 'lower' ? value / gain : value * gain,
    }));
}

function absence(pattern: PatternResult, stack: StackName, variant: string): string {
  const cell = lookup.cellOf(pattern, stack, variant);
  if (cell?.status !== 'failed') return 'not measured';
  return cell.failure?.status ? `failed (${cell.failure.status})` : 'failed';
}

type Labelled = Readonly<{ stack: StackName; label: string }>;

function describe(cells: readonly (Labelled & { variant: string })[], limits: readonly Labelled[]): string {
  const each = cells.map(({ stack, variant, label }) => `${STACK_TITLES[stack]} ${variant}: ${label}`);
  return [...each, ...limits.map(({ stack, label }) => `${STACK_TITLES[stack]} ${label}`)].join('; ');
}
