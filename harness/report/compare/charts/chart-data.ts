/** What a chart shows, in the unit of its axis. */

import * as lookup from '../../../results/lookup.ts';
import type { Metric, PatternResult, StackName } from '../../../results/schema.ts';
import { quantity, STACK_TITLES, scaleFor } from '../../kit/format.ts';
import { linearTicks, logTicks } from '../../kit/ticks.ts';

export interface Point {
  stack: StackName;
  variant: string;
  value: number;
  low: number | null;
  high: number | null;
  blocks: number[];
  label: string;
}

export type ChartData = ReturnType<typeof chartData>;
export type ChartLimit = ChartData['limits'][number];

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

function claimedPoints(
  pattern: PatternResult,
  metric: Metric,
  points: readonly Point[],
  headline: string,
) {
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
