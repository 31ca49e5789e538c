/**
 * The latencies of single requests as an HDR percentile plot: the rarer a latency, the farther to the right it stands,
 * so that the slowest hundredth takes as much room as the rest. Drawn at build time, one line per cell.
 */
import * as Plot from '@observablehq/plot';
import type { PatternResult, StackName } from '../../results/schema.ts';
import { distributionTitle } from '../distributions.ts';
import { STACK_TITLES } from '../format.ts';
import type { ChartOptions } from './chart.ts';
import type { Markup } from './markup.ts';
import { type PercentileData, type PercentileLine, percentileData } from './percentile-data.ts';
import { drawing } from './svg.ts';

const MARGIN = { left: 52, right: 122, top: 26, bottom: 44 };
const HEIGHT = 300;
/** Lines of text need this much, in pixels. */
const LABEL_HEIGHT = 15;
const LABEL_WIDTH = 120;
/** The longest name of a percentile and a gap. */
const NAME_WIDTH = 48;

const RANKS = [
  [1, 'min'],
  [2, '50 %'],
  [10, '90 %'],
  [100, '99 %'],
  [1_000, '99.9 %'],
  [10_000, '99.99 %'],
  [100_000, '99.999 %'],
] as const;

/** Null when no cell has enough requests. */
export function percentileChart(
  pattern: PatternResult,
  metric: string,
  stacks: readonly StackName[],
  { width, id }: ChartOptions,
): Markup | null {
  const data = percentileData(pattern, metric, stacks);
  if (data === null) return null;
  const x = {
    type: 'log',
    domain: [1, data.lastRank],
    range: [MARGIN.left, width - MARGIN.right],
  } as const satisfies Plot.ScaleOptions;
  const y = {
    type: data.log ? 'log' : 'linear',
    domain: data.domain,
    range: [HEIGHT - MARGIN.bottom, MARGIN.top],
  } as const satisfies Plot.ScaleOptions;
  const place = { x: Plot.scale({ x }).apply, y: Plot.scale({ y }).apply };
  const names = namedRanks(data.lastRank, place.x);
  const ticks = [...names.keys()];
  const axis = { label: null, tickSize: 0, fontSize: 12, className: 'axis' } as const;
  const options: Plot.PlotOptions = {
    width,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    x,
    y,
    marks: [
      Plot.gridY({ ticks: data.ticks, className: 'grid', strokeOpacity: 1 }),
      Plot.gridX({ ticks, className: 'grid', strokeOpacity: 1 }),
      Plot.axisY({ ...axis, ticks: data.ticks, tickFormat: (tick: number) => tick.toLocaleString('en-US') }),
      Plot.axisX({ ...axis, ticks, tickFormat: (tick: number) => names.get(tick) ?? '' }),
      ...data.lines.map((line) => lineMark(data, line)),
      ...endMarks(data, place),
      title(`latency (${data.scale.symbol}${data.log ? ', log scale' : ''})`, 'top-left', -18),
      title('share of requests not slower', 'bottom-left', 40),
    ],
  };
  const about = `${pattern.title}: ${distributionTitle(pattern, metric)}`;
  return drawing(options, { id, title: about, description: data.description });
}

/** The percentiles that have room for their names, from the median outwards. */
function namedRanks(lastRank: number, x: (rank: number) => number): Map<number, string> {
  const names = new Map<number, string>([[2, '50 %']]);
  for (const [rank, name] of RANKS) {
    const apart = [...names.keys()].every((other) => Math.abs(x(rank) - x(other)) >= NAME_WIDTH);
    if (rank <= lastRank && apart) names.set(rank, name);
  }
  return names;
}

function title(text: string, frameAnchor: 'top-left' | 'bottom-left', dy: number): Plot.Markish {
  return Plot.text([text], { frameAnchor, dx: 6 - MARGIN.left, dy, fontSize: 12, className: 'axis' });
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
