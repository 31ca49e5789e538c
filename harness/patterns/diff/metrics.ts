/** What the gate compares of its cells beside the counts, in the order of the report. */
import type { DiffHeader, DiffPatternName, Metric, PatternName } from '../../results/schema.ts';
import { cpuMetric } from '../cpu-metric.ts';

const p50: Metric = { id: 'p50', title: 'median service time under load', unit: 'ms', better: 'lower', kind: 'time' };
const latency: Metric = {
  id: 'latency',
  title: 'median latency at a low rate',
  unit: 'ms',
  better: 'lower',
  kind: 'time',
};
const capacity: Metric = { id: 'capacity', title: 'capacity', unit: 'req/s', better: 'higher', kind: 'time' };
const peakRss: Metric = {
  id: 'peak_rss',
  title: 'peak memory of the process',
  unit: 'bytes',
  better: 'lower',
  kind: 'memory',
};
const timeOf = (what: string): Metric => ({
  id: 'time',
  title: `time of ${what}`,
  unit: 'ms',
  better: 'lower',
  kind: 'time',
});
const cpuOf = (what: string): Metric => ({ ...cpuMetric, title: `CPU time of the service per ${what}` });

const underLoad = [cpuMetric, p50, capacity, peakRss, latency];

/** CPU time, the primary one, comes first; the others are secondary (`isPrimary`). */
const diffMetrics: Record<PatternName, readonly Metric[]> = {
  parallel: underLoad,
  streaming: [cpuOf('file'), timeOf('a file'), peakRss],
  workers: [cpuOf('report'), timeOf('a report')],
  batching: underLoad,
  pooling: underLoad,
};

/** A request of a reader's service, which may have several processes. */
const requestMetrics: readonly Metric[] = [
  cpuMetric,
  p50,
  capacity,
  { ...peakRss, title: 'peak memory of the service' },
  latency,
];

/** Under these names each window of a request says how much memory the service had after it, and after how many requests. */
export const READING = { rssBytes: 'rss', served: 'served' } as const;

/** What its requests leave behind in the memory of the service: judged from these readings. */
const growth: Metric = {
  id: 'growth',
  title: 'memory growth per 1,000 requests',
  unit: 'bytes',
  better: 'lower',
  kind: 'growth',
};

/** The backends that the service is connected to: a slower query shows there, and not in the service. */
const databaseCpu: Metric = { ...cpuMetric, id: 'database_cpu', title: 'CPU time of PostgreSQL per request' };

/** The metrics of a pattern in a diff. */
export function diffMetricsOf({ service }: Pick<DiffHeader, 'service'>, pattern: DiffPatternName): readonly Metric[] {
  if (pattern !== 'request') return diffMetrics[pattern];
  const [cpu, ...others] = requestMetrics as [Metric, ...Metric[]];
  return [cpu, ...(service?.database_cpu ? [databaseCpu] : []), ...(service?.growth ? [growth] : []), ...others];
}

/** Whether a metric decides how long its cell is measured, and fails a diff at its threshold. */
export const isPrimary = ({ kind }: Pick<Metric, 'kind'>): boolean => kind === 'cost' || kind === 'growth';
