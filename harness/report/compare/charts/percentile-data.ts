/** What a percentile plot shows: per cell, the latency that a growing share of its requests did not exceed. */
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import * as lookup from '../../../results/lookup.ts';
import type { Distribution, PatternResult, StackName } from '../../../results/schema.ts';
import { quantity, type Scale, STACK_TITLES, scaleFor } from '../../kit/format.ts';
import { linearTicks, logTicks } from '../../kit/ticks.ts';
import { distributionOf } from '../distributions.ts';

export interface PercentileLine {
  stack: StackName;
  variant: string;
  /** `rank` is 1 / (1 - p): 2 for the median, 100 for p99. `value` is in the unit of the axis. */
  points: { rank: number; value: number }[];
}

export type PercentileData = NonNullable<ReturnType<typeof percentileData>>;

/** Points per factor of ten in rank: finer than the eye. */
const STEPS = 24;
/** Beyond this spread a linear axis would hide the small values. */
const LOG_SPREAD = 10;
/** Fewer requests make dots, not a distribution. */
const MIN_COUNT = 10;

/** Null when no cell has enough requests for a line. */
export function percentileData(pattern: PatternResult, metric: string, stacks: readonly StackName[]) {
  const variants = [lookup.BASELINE, ...lookup.improvedVariants(pattern)];
  const found = stacks.flatMap((stack) =>
    variants.flatMap((variant) => {
      const distribution = distributionOf(lookup.cellOf(pattern, stack, variant), metric);
      return distribution && distribution.count >= MIN_COUNT ? [{ stack, variant, distribution }] : [];
    }),
  );
  if (found.length === 0) return null;
  const scale = scaleFor(Math.max(...found.map(({ distribution }) => distribution.max_ms)), 'ms');
  const lines = found.map(({ distribution, ...cell }) => ({ ...cell, points: pointsOf(distribution, scale) }));
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const log = least > 0 && most > LOG_SPREAD * least;
  const domain: [number, number] = [log ? least : 0, most];
  return {
    variants,
    lines,
    scale,
    log,
    domain,
    ticks: log ? logTicks(domain) : linearTicks(domain),
    /** The rank that the largest count supports. */
    lastRank: Math.max(...found.map(({ distribution }) => distribution.count)),
    description: found.map(({ stack, variant, distribution }) => describe(stack, variant, distribution)).join('; '),
  };
}

/** Up to the percentile that leaves one request above it: of n requests 1 - 1 / n, where the largest stands. */
function pointsOf({ histogram, count, max_ms }: Distribution, { divisor }: Scale): PercentileLine['points'] {
  const recorded = decodeFromCompressedBase64(histogram);
  const ranks = Array.from({ length: Math.ceil(Math.log10(count) * STEPS) }, (_, step) => 10 ** (step / STEPS));
  const inside = ranks.map((rank) => {
    const micros = recorded.getValueAtPercentile(100 * (1 - 1 / rank));
    return { rank, value: micros / 1000 / divisor };
  });
  return [...inside, { rank: count, value: max_ms / divisor }];
}

function describe(stack: StackName, variant: string, { count, p50_ms, p90_ms, p99_ms, max_ms }: Distribution): string {
  const values = [
    ['p50', p50_ms],
    ['p90', p90_ms],
    ['p99', p99_ms],
    ['max', max_ms],
  ] as const;
  const texts = values.map(([name, ms]) => `${name} ${quantity(ms, 'ms')}`).join(', ');
  return `${STACK_TITLES[stack]} ${variant}: ${texts} of ${count.toLocaleString('en-US')} requests`;
}
