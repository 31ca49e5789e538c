/**
 * The latencies of single requests as an HDR percentile plot: the rarer a latency, the farther to the right it stands,
 * so that the slowest hundredth takes as much room as the rest. Drawn at build time, one line per cell.
 */
import * as Plot from '@observablehq/plot';
import type { PatternResult, StackName } from '../../../results/schema.ts';
import { roomy } from '../../kit/axis.ts';
import { STACK_TITLES } from '../../kit/format.ts';
import { framed } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { distributionTitle } from '../distributions.ts';
import { type PercentileData, type PercentileLine, percentileData } from './percentile-data.ts';

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
