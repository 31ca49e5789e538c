/**
 * Bencher Metric Format (version 0), as `bencher run --adapter json` reads it. Each of its measures has one unit, so a
 * benchmark here is one number, filed under the measure of its unit.
 */
import type { Metric } from '../../results/schema.ts';
import type { Series } from './series.ts';

export interface BencherMetric {
  value: number;
  lower_value?: number;
  upper_value?: number;
}

/** Benchmark name -> measure -> metric. */
export type BencherMetricFormat = Record<string, Record<string, BencherMetric>>;

const NS_PER_MS = 1e6;

/** `latency` (ns) and `throughput` (operations / second) are built into Bencher; it makes the others when it meets them. */
const MEASURES: Record<Metric['unit'], string> = {
  ms: 'latency',
  'req/s': 'throughput',
  bytes: 'memory',
  count: 'count',
  fraction: 'fraction',
};

export function bencherMetricFormat(series: readonly Series[]): BencherMetricFormat {
  return Object.fromEntries(
    series.map(({ name, metric, value, interval }) => {
      const measure = metric.unit === 'ms' && metric.kind === 'cost' ? 'cpu-time' : MEASURES[metric.unit];
      const factor = metric.unit === 'ms' ? NS_PER_MS : 1;
      const bounds = interval && { lower_value: interval.low * factor, upper_value: interval.high * factor };
      return [name, { [measure]: { value: value * factor, ...bounds } }];
    }),
  );
}
