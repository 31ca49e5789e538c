/** From what length on does a CPU report pay for leaving the event loop? */
import { setTimeout as sleep } from 'node:timers/promises';
import { raisePriority } from '../../lab/priority.ts';
import { undelayedLatency } from '../../load/lateness.ts';
import { type Arrival, startOpenLoop } from '../../load/open-loop.ts';
import { constantArrivals } from '../../load/schedule.ts';
import type { Sizes, StackName } from '../../results/schema.ts';
import { median } from '../../stats/quantiles.ts';
import { failedRequests, sendChecked } from '../checked-request.ts';
import { light } from '../light-requests.ts';
import type { Measurement, Phase, TrialContext } from '../pattern.ts';
import { reportSize, request, workers } from '../workers.ts';
import type { Sweep } from './sweep.ts';

const phase = workers.phases[0] as Phase;

/** Short reports are repeated for this long; a longer one is alone in its trial. */
const WINDOW_MS = 120;
/**
 * Between two reports, so that a request held up by one is not counted with the next. Not a multiple of the 5 ms
 * between arrivals, or every report would meet the same phase of the schedule.
 */
const PAUSE_MS = 7;
/** The schedule is made beforehand and stopped after the last report. */
const LONGEST_TRIAL_MS = 60_000;

export const reportLength: Sweep = {
  id: 'report-length',
  pattern: 'workers',
  x: { title: 'length of the report', unit: 'ms', noun: '' },
  points: () => [1, 3, 10, 30, 100, 1_000, 3_000],
  longFrom: 1_000,
  ownPoint: ({ report_ms }) => report_ms,
  curves: [
    {
      id: 'report-length-light',
      title: 'Gain in the worst light latency against the length of the report',
      metric: 'worst_light',
      gain: 'worst light latency with the report in the event loop ÷ beside it',
    },
    {
      id: 'report-length-report',
      title: 'What the report itself pays for leaving the event loop',
      metric: 'report_time',
      gain: 'time of the report in the event loop ÷ beside it',
    },
  ],
  how: ({ light_per_s }) =>
    `${light_per_s} light requests per second arrive on a schedule; the value of a trial is the median, over its reports, of the worst light latency during one. Reports are repeated for ${WINDOW_MS} ms, longer ones stand alone. Lengths are scaled from the calibrated one.`,
  start: phase.start,
  fresh: 'per-sweep',
  warmUp: async (context) => phase.warmUp?.(context),
  trial: measure,
  expectedMs: (_variant, reportMs) => Math.max(WINDOW_MS, reportMs) * 1.1 + 60,
};

async function measure({ client, service, variant, sizes, signal }: TrialContext, x: number): Promise<Measurement> {
  const report = request(variant, sizeOf(x, service.stack, sizes));
  using _precedence = raisePriority();
  const loop = await startOpenLoop(client, light, constantArrivals(sizes.light_per_s, LONGEST_TRIAL_MS));
  const started = performance.now();
  const reports: { from: number; until: number }[] = [];
  do {
    await sleep(PAUSE_MS);
    const from = performance.now();
    const { failure } = await sendChecked(client, report);
    if (failure) {
      await loop.stop();
      return { metrics: {}, failure };
    }
    reports.push({ from, until: performance.now() });
  } while (performance.now() - started + x < WINDOW_MS);
  const arrivals = await loop.stop();
  signal.throwIfAborted();

  const lost = arrivals.filter(({ answeredMs }) => answeredMs === undefined).length;
  if (lost > 0) return { metrics: {}, failure: failedRequests(`${lost} of ${arrivals.length} light requests failed`) };
  const worst = reports.flatMap((report) => worstDuring(report, arrivals));
  return {
    metrics: {
      report_time: median(reports.map(({ from, until }) => until - from)),
      ...(worst.length > 0 ? { worst_light: median(worst) } : {}),
    },
  };
}

/** Reports scale linearly with their orders. */
const sizeOf = (reportMs: number, stack: StackName, sizes: Sizes) =>
  Math.max(1, Math.round((reportSize(stack, sizes) * reportMs) / sizes.report_ms));

/** Nothing when no request was due during the report, as happens to short ones. */
function worstDuring({ from, until }: { from: number; until: number }, arrivals: Arrival[]): number[] {
  const latencies = arrivals
    .filter(({ intendedMs }) => intendedMs >= from && intendedMs < until)
    .map(undelayedLatency(arrivals));
  return latencies.length > 0 ? [Math.max(...latencies)] : [];
}
