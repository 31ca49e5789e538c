/** The data of each chart of the page, as a table and as CSV. */
import * as lookup from '../../../results/lookup.ts';
import type { Curve, Estimate, Metric, PatternResult, StackName } from '../../../results/schema.ts';
import type { ChartTable } from '../../kit/chart-data.ts';
import { type CsvCell, csvOf } from '../../kit/csv.ts';
import { intervalOf, quantity } from '../../kit/format.ts';
import { INTERVAL } from '../../kit/method.ts';
import { CELL_COLUMNS, type Column, tableOf } from '../../kit/tables.ts';
import { distributionOf, distributionTitle } from '../distributions.ts';
import { percentileData } from './percentile-chart.ts';

interface Measured {
  stack: StackName;
  variant: string;
  estimate: Estimate;
}

/** Every block of one metric, with the mean and its interval. */
export function blocksTable(pattern: PatternResult, metric: Metric, stacks: readonly StackName[]): ChartTable {
  const cells = stacks.flatMap((stack) =>
    [lookup.BASELINE, ...lookup.improvedVariants(pattern)].flatMap((variant): Measured[] => {
      const estimate = lookup.estimateOf(pattern, stack, variant, metric.id);
      return estimate ? [{ stack, variant, estimate }] : [];
    }),
  );
  const most = Math.max(0, ...cells.map(({ estimate }) => estimate.blocks.length));
  const blocks = Array.from({ length: most }, (_, index) => index);
  const shown = (value: number | undefined) => (value === undefined ? '–' : quantity(value, metric.unit));
  // "mean_ms"; a rate is "mean_per_s".
  const named = (name: string) => `${name}_${metric.unit === 'req/s' ? 'per_s' : metric.unit}`;
  return {
    table: tableOf(
      `${pattern.title}: ${metric.title}, block by block`,
      cells,
      [
        ...CELL_COLUMNS,
        ['mean', ({ estimate }) => quantity(estimate.value, metric.unit)],
        [INTERVAL, ({ estimate }) => intervalOf(estimate, metric.unit) ?? '–'],
        ...blocks.map((at): Column<Measured> => [`block ${at + 1}`, ({ estimate }) => shown(estimate.blocks[at])]),
      ],
      [2],
    ),
    csv: csvOf(cells, [
      ['stack', ({ stack }) => stack],
      ['variant', ({ variant }) => variant],
      [named('mean'), ({ estimate }) => estimate.value],
      [named('low'), ({ estimate }) => estimate.low],
      [named('high'), ({ estimate }) => estimate.high],
      ...blocks.map(
        (at): Column<Measured, CsvCell> => [named(`block_${at + 1}`), ({ estimate }) => estimate.blocks[at] ?? null],
      ),
    ]),
  };
}

/** Every point of a curve. */
export function curveCsv({ x, series }: Curve): string {
  return csvOf(
    series.flatMap(({ stack, variant, points }) => points.map((point) => ({ stack, variant, ...point }))),
    [
      ['stack', ({ stack }) => stack],
      ['variant', ({ variant }) => variant],
      [`${x.title.replaceAll(' ', '_')}_${x.unit}`, (point) => point.x],
      ['gain', ({ gain }) => gain?.value ?? null],
      ['gain_low', ({ gain }) => gain?.low ?? null],
      ['gain_high', ({ gain }) => gain?.high ?? null],
      ['source', ({ source }) => source],
    ],
  );
}

/** The percentiles that are judged as a table, every point of the lines as CSV; null where no line is drawn. */
export function percentilesTable(
  pattern: PatternResult,
  metric: string,
  stacks: readonly StackName[],
): ChartTable | null {
  const data = percentileData(pattern, metric, stacks);
  if (data === null) return null;
  const cells = data.lines.flatMap(({ stack, variant }) => {
    const found = distributionOf(lookup.cellOf(pattern, stack, variant), metric);
    return found === undefined ? [] : [{ stack, variant, found }];
  });
  return {
    table: tableOf(
      distributionTitle(pattern, metric),
      cells,
      [
        ...CELL_COLUMNS,
        ['requests', ({ found }) => found.count.toLocaleString('en-US')],
        ['p50', ({ found }) => quantity(found.p50_ms, 'ms')],
        ['p90', ({ found }) => quantity(found.p90_ms, 'ms')],
        ['p99', ({ found }) => quantity(found.p99_ms, 'ms')],
        ['slowest', ({ found }) => quantity(found.max_ms, 'ms')],
      ],
      [2],
    ),
    csv: csvOf(
      data.lines.flatMap(({ stack, variant, points }) => points.map((point) => ({ stack, variant, ...point }))),
      [
        ['stack', ({ stack }) => stack],
        ['variant', ({ variant }) => variant],
        ['percentile', ({ rank }) => digits(100 * (1 - 1 / rank))],
        ['latency_ms', ({ value }) => digits(value * data.scale.divisor)],
      ],
    ),
  };
}

/** As many digits as a histogram knows and more: the rest comes from the arithmetic. */
const digits = (value: number) => Number(value.toPrecision(7));
