/**
 * The latencies of single requests as an HDR percentile plot: the rarer a latency, the farther to the right it stands,
 * so that the slowest hundredth takes as much room as the rest. Drawn at build time, one line per cell.
 */
import * as Plot from '@observablehq/plot';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import * as lookup from '../../../results/lookup.ts';
import type { Distribution, PatternResult, StackName } from '../../../results/schema.ts';
import { roomy } from '../../kit/axis.ts';
import { quantity, type Scale, STACK_TITLES, scaleFor } from '../../kit/format.ts';
import { framed } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { linearTicks, logTicks } from '../../kit/ticks.ts';
import { distributionOf, distributionTitle } from '../distributions.ts';

const RIGHT = 122;
const HEIGHT = 300;
/** Lines of text need this much, in pixels. */
const LABEL_HEIGHT = 15;
const LABEL_WIDTH = 120;
/** The longest name of a percentile and a gap. */
const NAME_WIDTH = 48;

const RANKS = new Map([
  [1, 'min'],
  [2, '50 %'],
  [10, '90 %'],
  [100, '99 %'],
  [1_000, '99.9 %'],
  [10_000, '99.99 %'],
  [100_000, '99.999 %'],
]);

/** Null when no cell has enough requests. */
export function percentileChart(
  pattern: PatternResult,
  metric: string,
  stacks: readonly StackName[],
  { width, id }: ChartOptions,
): Markup | null {
  const data = percentileData(pattern, metric, stacks);
  if (data === null) return null;
  return framed(
    {
      id,
      title: `${pattern.title}: ${distributionTitle(pattern, metric)}`,
      description: data.description,
      width,
      height: HEIGHT,
      right: RIGHT,
      inset: 0,
      x: {
        title: 'share of requests not slower',
        domain: [1, data.lastRank],
        log: true,
        // From the median outwards, which always has its name.
        ticks: (place) => roomy([2, ...[...RANKS.keys()].filter((rank) => rank <= data.lastRank)], place, NAME_WIDTH),
        format: (rank) => RANKS.get(rank) ?? '',
        grid: true,
      },
      y: {
        title: `latency (${data.scale.symbol}${data.log ? ', log scale' : ''})`,
        domain: data.domain,
        log: data.log,
        ticks: () => data.ticks,
      },
    },
    (place) => [...data.lines.map((line) => lineMark(data, line)), ...endMarks(data, place)],
  );
}

/** Dashes tell the variants apart, colours the stacks. */
function lineMark({ variants }: PercentileData, { stack, variant, points }: PercentileLine): Plot.Markish {
  const className = `line ${stack} variant-${variants.indexOf(variant)}`;
  return Plot.line(points, { x: 'rank', y: 'value', strokeWidth: 1.75, className });
}

/** A dot at the largest latency and the name of the cell beside it, moved down where it would cover another name. */
function endMarks(
  { lines }: PercentileData,
  place: { x(rank: number): number; y(value: number): number },
): Plot.Markish[] {
  const ends = lines.map(({ points, ...cell }) => ({
    ...cell,
    ...(points.at(-1) as PercentileLine['points'][number]),
  }));
  const placed: { x: number; y: number }[] = [];
  return ends
    .sort((a, b) => b.value - a.value)
    .flatMap((end) => {
      const x = place.x(end.rank);
      const own = place.y(end.value);
      const taken = placed
        .filter((label) => Math.abs(label.x - x) < LABEL_WIDTH)
        .map((label) => label.y + LABEL_HEIGHT);
      const y = Math.max(own, ...taken);
      placed.push({ x, y });
      return [
        Plot.dot([end], { x: 'rank', y: 'value', r: 3, className: `end ${end.stack}` }),
        Plot.text([end], {
          x: 'rank',
          y: 'value',
          text: () => `${STACK_TITLES[end.stack]} ${end.variant}`,
          textAnchor: 'start',
          dx: 7,
          dy: y - own,
          fontSize: 12,
          className: `line-name ${end.stack}`,
        }),
      ];
    });
}

interface PercentileLine {
  stack: StackName;
  variant: string;
  /** `rank` is 1 / (1 - p): 2 for the median, 100 for p99. `value` is in the unit of the axis. */
  points: { rank: number; value: number }[];
}

type PercentileData = NonNullable<ReturnType<typeof percentileData>>;

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
