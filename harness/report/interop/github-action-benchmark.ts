/**
 * The entries that github-action-benchmark reads with `tool: customSmallerIsBetter` or `customBiggerIsBetter`: one list
 * per direction, because it takes one direction per file.
 */
import type { Metric } from '../../results/schema.ts';
import { describeSeries, type Series } from './series.ts';

export interface GithubActionBenchmarkEntry {
  name: string;
  value: number;
  unit: string;
  /** Shown beside the value; the tool reads "± number" and scales it along with its value. */
  range?: string;
  /** Shown in the tooltip of the chart. */
  extra?: string;
}

export function githubActionBenchmark(
  series: readonly Series[],
  better: Metric['better'],
): GithubActionBenchmarkEntry[] {
  return series
    .filter(({ metric }) => metric.better === better)
    .map((one) => ({
      name: one.name,
      value: readable(one),
      unit: one.metric.unit,
      ...(one.interval ? { range: `± ${digits((one.interval.high - one.interval.low) / 2, 3)}` } : {}),
      extra: describeSeries(one),
    }));
}

/** The tool prints values as they stand into comments: more digits than were measured would only be in the way. */
const readable = ({ value, metric }: Series): number => (metric.unit === 'count' ? value : digits(value, 6));

const digits = (value: number, significant: number): number => Number(value.toPrecision(significant));
