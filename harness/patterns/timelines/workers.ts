/** Light requests around one report: each with its latency, and the longest time in which none was answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { raisePriority } from '../../lab/priority.ts';
import { undelayedLatency } from '../../load/lateness.ts';
import { type Arrival, startOpenLoop } from '../../load/open-loop.ts';
import { constantArrivals } from '../../load/schedule.ts';
import type { TimelineEvent, TimelineFacts, TimelineSeries } from '../../results/schema.ts';
import { sendChecked } from '../checked-request.ts';
import { light } from '../light-requests.ts';
import { inspectedMs, inspectedSize, LONGEST_REPORT_MS, request } from '../workers.ts';
import { fromZero, rounded } from './events.ts';
import { nothingSeen, type Tracing } from './tracing.ts';

/** How long the light requests go before and after the report. */
const AROUND_MS = 50;

export const workersTracing: Tracing = {
  how: (sizes) => `one report of about ${inspectedMs(sizes)} ms beside ${sizes.light_per_s} light requests per second`,
  async trace({ client, service, variant, sizes }) {
    const report = request(variant, inspectedSize(service.stack, sizes));
    await sendChecked(client, request(variant, 1));
    using _precedence = raisePriority();
    const loop = await startOpenLoop(client, light, constantArrivals(sizes.light_per_s, LONGEST_REPORT_MS));
    await sleep(AROUND_MS);
    const from = performance.now();
    const { failure } = await sendChecked(client, report);
    const until = performance.now();
    await sleep(AROUND_MS);
    const arrivals = await loop.stop();
    return failure === undefined ? lightTimeline(arrivals, { from, until }) : nothingSeen(failure);
  },
  expectedMs: (_variant, sizes) => 2 * AROUND_MS + 1.2 * inspectedMs(sizes) + 20,
};

interface ReportSpan {
  /** When the report was asked for and answered, as of performance.now(). */
  from: number;
  until: number;
}

/** On a clock whose 0 is a little before the report, so that pictures of several lie one below the other. */
export function lightTimeline(
  all: readonly Arrival[],
  { from, until }: ReportSpan,
): { events: TimelineEvent[]; series: TimelineSeries[]; facts: TimelineFacts } {
  const zeroMs = from - AROUND_MS;
  const latencyOf = undelayedLatency(all);
  const answered = all.filter(({ answeredMs, intendedMs }) => answeredMs !== undefined && intendedMs >= zeroMs);
  const during = answered.filter(({ intendedMs }) => intendedMs >= from && intendedMs < until);
  const stall = longestGap(
    answered.map(({ settledMs }) => settledMs),
    { from, until },
  );
  return {
    events: fromZero(
      [
        { kind: 'report', lane: 1, start_ms: from, end_ms: until },
        { kind: 'stall', lane: 2, start_ms: stall.from, end_ms: stall.until },
      ],
      zeroMs,
    ),
    series: [
      {
        name: 'light_ms',
        samples: answered.map((arrival) => ({
          t_ms: rounded(arrival.intendedMs - zeroMs),
          value: rounded(latencyOf(arrival)),
        })),
      },
    ],
    facts: {
      about: 'light-requests',
      requests: during.length,
      worst_ms: rounded(Math.max(0, ...during.map(latencyOf))),
      stall_ms: rounded(stall.until - stall.from),
      report_ms: rounded(until - from),
    },
  };
}

/** The longest time between two of these moments, or between one of them and an end of the report. */
function longestGap(moments: readonly number[], { from, until }: ReportSpan): ReportSpan {
  const within = moments.filter((at) => at > from && at < until).toSorted((one, other) => one - other);
  const points = [from, ...within, until];
  const gaps = points.slice(1).map((at, n): ReportSpan => ({ from: points[n] as number, until: at }));
  return gaps.reduce((longest, gap) => (gap.until - gap.from > longest.until - longest.from ? gap : longest));
}
