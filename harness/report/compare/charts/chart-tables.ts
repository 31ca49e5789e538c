/** The data of each chart of the page, as a table and as CSV. */
import * as lookup from '../../../results/lookup.ts';
import type { Curve, Metric, PatternResult, StackName } from '../../../results/schema.ts';
import type { ChartTable } from '../../kit/chart-data.ts';
import { csvText } from '../../kit/csv.ts';
import { intervalOf, quantity, STACK_TITLES } from '../../kit/format.ts';
import { INTERVAL } from '../../kit/method.ts';
import { numbersFrom } from '../../kit/tables.ts';
import { distributionOf, distributionTitle } from '../distributions.ts';
import { pairOf } from '../pair.ts';
import type { RunContext } from '../run-context.ts';
import { percentileData } from './percentile-data.ts';

/** All gains of the first screen. */
export function answerCsv(patterns: readonly PatternResult[], { stacks, verdicts }: RunContext): string {
  const header = [
    'pattern',
    'stack',
    'variant',
    'metric',
    'gain',
    'gain_low',
    'gain_high',
    'claimed_gain',
    'gain_at_limit',
    'claim',
  ];
  const rows = patterns.flatMap((pattern) => {
    const metric = lookup.headlineMetric(pattern);
    if (metric === undefined) return [];
    const [variant] = lookup.improvedVariants(pattern);
    const promised = lookup.promisedMetric(pattern) ?? metric;
    return stacks.map((stack) => {
      const { gain, judged, claim } = pairOf({ pattern, metric, stack, variant }, verdicts);
      const { value = null, low = null, high = null } = gain?.estimate ?? {};
      const { verdict } = pairOf({ pattern, metric: promised, stack, variant }, verdicts).judged;
      const limit = judged.limit?.gain ?? null;
      return [pattern.pattern, stack, variant, metric.id, value, low, high, claim?.gain ?? null, limit, verdict];
    });
  });
  return csvText(header, rows);
}

/** Every block of one metric, with the mean and its interval. */
export function blocksTable(pattern: PatternResult, metric: Metric, stacks: readonly StackName[]): ChartTable {
  const cells = stacks.flatMap((stack) =>
    [lookup.BASELINE, ...lookup.improvedVariants(pattern)].flatMap((variant) => {
      const estimate = lookup.estimateOf(pattern, stack, variant, metric.id);
      return estimate ? [{ stack, variant, estimate }] : [];
    }),
  );
  const most = Math.max(0, ...cells.map(({ estimate }) => estimate.blocks.length));
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  const header = ['stack', 'variant', 'mean', INTERVAL, ...numbers.map((number) => `block ${number}`)];
  return {
    table: {
      caption: `${pattern.title}: ${metric.title}, block by block`,
      header,
      rows: cells.map(({ stack, variant, estimate }) => [
        STACK_TITLES[stack],
        variant,
        quantity(estimate.value, metric.unit),
        intervalOf(estimate, metric.unit) ?? '–',
        ...numbers.map((number) => shown(estimate.blocks[number - 1], metric)),
      ]),
      numbers: numbersFrom(2, header),
    },
    csv: csvText(
      [
        'stack',
        'variant',
        ...['mean', 'low', 'high', ...numbers.map((number) => `block_${number}`)].map((name) => named(name, metric)),
      ],
      cells.map(({ stack, variant, estimate: { value, low, high, blocks } }) => [
        stack,
        variant,
        value,
        low,
        high,
        ...numbers.map((number) => blocks[number - 1] ?? null),
      ]),
    ),
  };
}

const shown = (value: number | undefined, { unit }: Metric) => (value === undefined ? '–' : quantity(value, unit));

/** "mean_ms"; a rate is "mean_per_s". */
const named = (name: string, { unit }: Metric) => `${name}_${unit === 'req/s' ? 'per_s' : unit}`;

/** Every point of a curve. */
export function curveCsv({ x, series }: Curve): string {
  return csvText(
    ['stack', 'variant', `${x.title.replaceAll(' ', '_')}_${x.unit}`, 'gain', 'gain_low', 'gain_high', 'source'],
    series.flatMap(({ stack, variant, points }) =>
      points.map(({ x: size, gain, source }) => [
        stack,
        variant,
        size,
        gain?.value ?? null,
        gain?.low ?? null,
        gain?.high ?? null,
        source,
      ]),
    ),
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
  const header = ['stack', 'variant', 'requests', 'p50', 'p90', 'p99', 'slowest'];
  return {
    table: {
      caption: distributionTitle(pattern, metric),
      header,
      rows: data.lines.flatMap(({ stack, variant }) => {
        const found = distributionOf(lookup.cellOf(pattern, stack, variant), metric);
        if (found === undefined) return [];
        const values = [found.p50_ms, found.p90_ms, found.p99_ms, found.max_ms].map((ms) => quantity(ms, 'ms'));
        return [[STACK_TITLES[stack], variant, found.count.toLocaleString('en-US'), ...values]];
      }),
      numbers: numbersFrom(2, header),
    },
    csv: csvText(
      ['stack', 'variant', 'percentile', 'latency_ms'],
      data.lines.flatMap(({ stack, variant, points }) =>
        points.map(({ rank, value }) => [
          stack,
          variant,
          digits(100 * (1 - 1 / rank)),
          digits(value * data.scale.divisor),
        ]),
      ),
    ),
  };
}

/** As many digits as a histogram knows and more: the rest comes from the arithmetic. */
const digits = (value: number) => Number(value.toPrecision(7));
