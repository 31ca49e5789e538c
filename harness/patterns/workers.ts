/** A CPU-bound report in the event loop, or beside it. What is watched is the light request meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { raisePriority } from '../lab/priority.ts';
import { ownDrivers } from '../load/driver.ts';
import { Histogram } from '../load/histogram.ts';
import { judgeLateness, undelayedLatency } from '../load/lateness.ts';
import { type Arrival, summarizeArrivals } from '../load/open-loop.ts';
import { driverReport } from '../load/saturation.ts';
import type { Sizes, StackName } from '../results/schema.ts';
import { median } from '../stats/quantiles.ts';
import { sendChecked } from './checked-request.ts';
import { cpuMetric } from './cpu-metric.ts';
import { light } from './light-requests.ts';
import type { Pattern, TrialContext } from './pattern.ts';
import { startReportCpu } from './report-cpu.ts';

/** /light runs alone for this long before each report, to see what is possible. */
const IDLE_MS = 60;
/** An arrival this close to the report's end may be answered after it without having been held up. */
const EDGE_MS = 10;
/**
 * Delays of the driver are taken out of the worst light latency. As long as they do not show in this quantile, so few requests
 * are touched by them that the worst is, in 19 of 20 cases, among the others.
 */
const BUT_FEW = 0.95;
/** The schedule is fixed beforehand and stopped when the report is there: no report takes longer. */
export const LONGEST_REPORT_MS = 180_000;

/** A longer report would show nothing more than a longer stall. */
const LONGEST_INSPECTED_MS = 250;

/** A report of so many orders. */
export const request = (variant: string, size: number) => ({
  method: 'POST' as const,
  path: `/workers/${variant}`,
  body: { size },
});

export const workers: Pattern = {
  name: 'workers',
  title: 'A CPU-bound report beside light requests',
  variants: ['before', 'after', 'after-pool'],
  metrics: [
    {
      id: 'worst_light',
      title: 'worst light latency during the report',
      unit: 'ms',
      better: 'lower',
      kind: 'time',
    },
    {
      id: 'served',
      title: 'light requests served during the report',
      unit: 'fraction',
      better: 'higher',
      kind: 'time',
    },
    { id: 'report_time', title: 'time of the report', unit: 'ms', better: 'lower', kind: 'time' },
    { ...cpuMetric, title: 'CPU time of the service during the report, light requests included' },
  ],
  claims: [
    {
      metric: 'served',
      before: 0,
      after: 1,
      gain: null,
      text: '0 requests per second during a 3 s report become 200 of 200',
    },
    {
      metric: 'worst_light',
      before: 3_000,
      after: null,
      gain: null,
      text: 'a light request waits for the whole report',
    },
  ],
  gains: [
    { metric: 'worst_light', kind: 'ratio' },
    { metric: 'served', kind: 'difference' },
    { metric: 'cpu', kind: 'ratio' },
  ],
  limits: {
    worst_light: () => 'the median light latency at the same rate just before the report',
    served: () => 'every request that arrives is served',
    report_time: () => 'the computation alone, as the service timed it',
  },
  workload: (sizes) =>
    `A revenue report that computes for about ${sizes.report_ms} ms${ordersText(sizes)}, while ${sizes.light_per_s} light requests per second arrive.`,
  checks: (variant) => [1, 1_000, 12_345].map((size) => request(variant, size)),
  inspected: {
    count: 1,
    request: (variant, _n, sizes, stack) => request(variant, inspectedSize(stack, sizes)),
    how: (sizes) => `one report of about ${inspectedMs(sizes)} ms`,
  },
  phases: [
    {
      name: 'report',
      start: { place: 'all-cores' },
      fresh: 'per-block',
      // Once the loop is free, the worst light request is one that met a scheduler's time slice: chance, of which five blocks of
      // one report tell more than three blocks of three. So profiles have more blocks of this pattern.
      trialsPerBlock: () => 1,
      warmUp: async ({ client, variant }) => {
        await sendChecked(client, request(variant, 10_000));
        for (let i = 0; i < 20; i++) await sendChecked(client, light);
      },
      trial: measure,
      load: 'open',
      control: { variant: 'after-pool', ifAlone: true },
      expectedMs: (_variant, { report_ms }) => report_ms * 1.2 + IDLE_MS,
    },
  ],
};

const count = (orders: number) => orders.toLocaleString('en-US');

/** The size of the report, calibrated per stack. */
export const reportSize = (stack: StackName, sizes: Sizes) =>
  stack === 'node' ? sizes.report_size_node : sizes.report_size_python;

/** " (600,000 orders in Node, 60,000 in Python)": of the stacks that were calibrated; empty before that. */
function ordersText({ report_size_node, report_size_python }: Sizes): string {
  const [node, python] = [report_size_node, report_size_python].map(count);
  if (report_size_node > 0 && report_size_python > 0) return ` (${node} orders in Node, ${python} in Python)`;
  if (report_size_node > 0) return ` (${node} orders)`;
  return report_size_python > 0 ? ` (${python} orders)` : '';
}

/** About how long a report takes that is watched apart from the trials. */
export const inspectedMs = ({ report_ms }: Sizes) => Math.min(report_ms, LONGEST_INSPECTED_MS);

/** The size of that report. */
export const inspectedSize = (stack: StackName, sizes: Sizes) =>
  Math.ceil((reportSize(stack, sizes) * inspectedMs(sizes)) / sizes.report_ms);

async function measure({ client, service, drivers = ownDrivers, variant, sizes, signal }: TrialContext) {
  using _precedence = raisePriority();
  await using loop = await drivers.open({
    ...{ client, url: service.url, request: light },
    ...{ ratePerS: sizes.light_per_s, longestMs: LONGEST_REPORT_MS },
  });
  const idleFrom = performance.now();
  await sleep(IDLE_MS);
  const cpuSince = await startReportCpu(client, service);
  const from = performance.now();
  const { answer, failure } = await sendChecked(client, request(variant, reportSize(service.stack, sizes)));
  const until = performance.now();
  const { arrivals, driver } = await loop.stop();
  signal.throwIfAborted();
  if (failure) return { metrics: {}, failure };
  // Only now: a blocked loop serves its light requests late, and they are to be in every variant's account.
  const cpu = await cpuSince();

  const seen = lightRequests(arrivals, { idleFrom, from, until });
  const { busy_ms } = JSON.parse(answer.text) as { busy_ms: number };
  const histogram = new Histogram();
  for (const ms of seen.duringMs) histogram.record(ms);
  return {
    metrics: { worst_light: Math.max(...seen.duringMs), served: seen.served, report_time: until - from, ...cpu },
    limits: { worst_light: median(seen.idleMs), served: 1, report_time: busy_ms },
    histograms: { worst_light: histogram.toBase64() },
    ...driverReport(summarizeArrivals(arrivals, driver), seen.late),
  };
}

/** On the clock of performance.now(): since when nothing else ran, and when the report was asked for and answered. */
interface Span {
  idleFrom: number;
  from: number;
  until: number;
}

/** What the light requests say: those before the report, and those during it. Delays of the driver are taken out. */
export function lightRequests(arrivals: readonly Arrival[], { idleFrom, from, until }: Span) {
  // One that was never answered counts as answered at the very end.
  const end = Math.max(...arrivals.map(({ settledMs }) => settledMs));
  const all = arrivals.map((arrival) => ({ ...arrival, settledMs: arrival.answeredMs ?? end }));
  const isDuring = ({ intendedMs }: Arrival) => intendedMs >= from && intendedMs < until - EDGE_MS;
  const during = all.filter(isDuring);
  const idle = all.filter(({ intendedMs }) => intendedMs >= idleFrom && intendedMs < from - EDGE_MS);
  const served = during.filter(({ answeredMs = Number.POSITIVE_INFINITY }) => answeredMs <= until);
  const latencyOf = undelayedLatency(all);
  return {
    idleMs: idle.map(latencyOf),
    duringMs: during.map(latencyOf),
    served: served.length / during.length,
    late: judgeLateness({ arrivals: all, among: isDuring, quantile: BUT_FEW }),
  };
}
