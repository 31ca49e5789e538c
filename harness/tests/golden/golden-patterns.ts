/** The five patterns of the golden run: metrics, claims of the original document, limits, and a central value for every cell. */
import type { Claim, CodeExcerpt, Limit, Metric, PatternName, StackName } from '../../results/schema.ts';
import { goldenCode } from './golden-code.ts';

export interface PatternSpec {
  pattern: PatternName;
  title: string;
  workload: string;
  headline: string;
  metrics: Metric[];
  claims: Claim[];
  /** Per stack and variant: one value for each metric, in the order of `metrics`. */
  values: Record<StackName, Record<string, number[]>>;
  limits: Record<StackName, Limit[]>;
  code: Record<StackName, CodeExcerpt[]>;
  /** Metrics that are shown without a gain. */
  ungained?: string[];
}

export const goldenPatterns: PatternSpec[] = [
  {
    pattern: 'parallel',
    title: 'Independent queries in parallel',
    workload: 'One profile from three SELECTs of 50, 60 and 40 ms service time, 8 requests per arm and block.',
    headline: 'latency',
    metrics: [metric('latency', 'median latency', 'ms', 'lower', 'time')],
    claims: [{ metric: 'latency', before: 1500, after: 600, gain: 2.5, text: '1,500 ms become 600 ms, 2.5x faster' }],
    values: {
      node: { before: [154.1], after: [62.2] },
      python: { before: [158.9], after: [66.4] },
    },
    limits: both('latency', 60.2, 'The longest of the three service times, as the database reported it.'),
    code: goldenCode('parallel'),
  },
  {
    pattern: 'streaming',
    title: 'A large file as a stream',
    workload: 'A 64 MB CSV file parsed and summed, one request per fresh process, page cache warm.',
    headline: 'peak_rss',
    metrics: [
      metric('peak_rss', 'peak memory', 'bytes', 'lower', 'memory'),
      metric('time', 'time', 'ms', 'lower', 'time'),
    ],
    claims: [
      { metric: 'peak_rss', before: 1e9, after: 15e6, gain: 67, text: '1 GB becomes a constant 15 MB, 67x less' },
      { metric: 'time', before: 5000, after: 4800, gain: 1.04, text: '5,000 ms become 4,800 ms' },
    ],
    values: {
      node: { before: [331e6, 512], after: [118e6, 498] },
      python: { before: [262e6, 1084], after: [48.1e6, 861] },
    },
    limits: {
      node: [{ metric: 'peak_rss', value: 61e6, how: 'Peak memory of the idle service.' }],
      python: [{ metric: 'peak_rss', value: 46.2e6, how: 'Peak memory of the idle service.' }],
    },
    code: goldenCode('streaming'),
  },
  {
    pattern: 'workers',
    title: 'CPU work outside the event loop',
    workload: 'One revenue report of about 0.5 s while 200 light requests a second arrive on a fixed schedule.',
    headline: 'worst_light',
    metrics: [
      metric('worst_light', 'worst latency of a light request', 'ms', 'lower', 'time'),
      metric('served', 'light requests served in time', 'fraction', 'higher', 'time'),
      metric('report_time', 'time of the report', 'ms', 'lower', 'time'),
    ],
    claims: [
      { metric: 'served', before: 0, after: 1, gain: null, text: '0 req/s become 200 req/s during the report' },
      { metric: 'worst_light', before: 3000, after: null, gain: null, text: 'a light request waits for the report' },
    ],
    ungained: ['report_time'],
    values: {
      node: { before: [508, 0.0102, 506], after: [38.4, 0.9712, 561], 'after-pool': [5.21, 1, 509] },
      python: { before: [521, 0.0098, 519], after: [61.7, 0.9405, 702], 'after-pool': [9.84, 1, 524] },
    },
    limits: both('worst_light', 2.9, 'Worst latency of the same schedule with no report running.'),
    code: goldenCode('workers'),
  },
  {
    pattern: 'batching',
    title: 'Batches instead of one call per item',
    workload: '200 users enriched through an upstream that takes 4.8 ms per call and 0.2 ms per item.',
    headline: 'time',
    metrics: [
      metric('time', 'time', 'ms', 'lower', 'time'),
      metric('calls', 'upstream calls', 'count', 'lower', 'count'),
    ],
    claims: [
      { metric: 'time', before: 50_000, after: 2500, gain: 20, text: '50,000 ms become 2,500 ms, 20x faster' },
      { metric: 'calls', before: 1000, after: 10, gain: 100, text: '1,000 calls become 10, 100x fewer' },
    ],
    values: {
      node: { before: [1182, 200], after: [54.9, 2] },
      python: { before: [1391, 200], after: [58.3, 2] },
    },
    limits: both('time', 51.6, 'Two batches at the measured service times of the upstream.'),
    code: goldenCode('batching'),
  },
  {
    pattern: 'pooling',
    title: 'One pool instead of a connection per request',
    workload:
      'One SELECT by id over 5 ms round trips, 20 requests per arm; capacity with 8 clients and no added delay.',
    headline: 'latency',
    metrics: [
      metric('latency', 'median latency', 'ms', 'lower', 'time'),
      metric('capacity', 'capacity', 'req/s', 'higher', 'time'),
      metric('cpu', 'CPU time of the service per request', 'ms', 'lower', 'cost'),
    ],
    claims: [{ metric: 'latency', before: 170, after: 20, gain: 8.5, text: '170 ms become 20 ms, 8.5x faster' }],
    values: {
      node: { before: [29.1, 171, 2.9], after: [5.9, 5590, 0.173] },
      python: { before: [91.4, 82.3, 8.61], after: [17.8, 497, 1.92] },
    },
    limits: both('latency', 5.1, 'One round trip, as the proxy measured it.'),
    code: goldenCode('pooling'),
  },
];

function metric(
  id: string,
  title: string,
  unit: Metric['unit'],
  better: Metric['better'],
  kind: Metric['kind'],
): Metric {
  return { id, title, unit, better, kind };
}

function both(metricId: string, value: number, how: string): Record<StackName, Limit[]> {
  const limit = { metric: metricId, value, how };
  return { node: [limit], python: [{ ...limit }] };
}
