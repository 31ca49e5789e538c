/** What the golden run knows of its cells beside the metrics: requests, counts, the pool, what held capacity back. */
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { Cell, Distribution, Inspection, PatternName, StackName } from '../../results/schema.ts';

/** The part of a cell that is not in its metrics. `values` are those of the pattern's metrics, in their order. */
type Extras = Omit<Cell, 'variant' | 'status' | 'failure' | 'metrics'>;
type ExtrasOf = (stack: StackName, variant: string, values: number[], blocks: number) => Extras;

export const goldenExtras: Record<PatternName, ExtrasOf> = {
  parallel: (stack, variant, [latency = 0], blocks) => ({
    distributions: [singleRequests('latency', 8 * blocks, latency)],
    inspection: {
      ...pass(4, '4 requests whose queries take 50, 60 and 40 ms'),
      counts: {
        round_trips: stack === 'node' ? 3 : variant === 'before' ? 5 : 9,
        connections: 0,
        statements: stack === 'node' ? 3 : variant === 'before' ? 5 : 9,
        application_statements: 3,
        sessions: 0,
      },
      pool_wait_max_ms: 0.21,
      pool_in_use_max: variant === 'before' ? 1 : 3,
      pool_waiting_max: 0,
    },
    ...(stack === 'python' && variant === 'after' ? { invalid_trials: 1 } : {}),
  }),
  streaming: (_stack, variant, [peak = 0]) => ({
    inspection: {
      ...pass(1, 'one request for the file of 64 MB, in a process that has served others'),
      stall_inside_ms: variant === 'before' ? 61.3 : 4.2,
      stall_outside_ms: variant === 'before' ? 63 : 5.1,
      peak_rss_bytes: 0.95 * peak,
      rss_over_idle_bytes: 0.8 * peak,
    },
  }),
  workers: (_stack, variant, [worst = 0], blocks) => ({
    distributions: [lightRequests(100 * blocks, worst, variant === 'before')],
    inspection: {
      ...pass(1, 'one report of about 500 ms'),
      stall_inside_ms: 0.97 * worst,
      stall_outside_ms: 0.98 * worst,
    },
  }),
  batching: (_stack, variant) => ({
    inspection: {
      ...pass(1, 'one request for 200 users, whose calls are answered at once'),
      counts: { upstream_calls: variant === 'before' ? 200 : 2, statements: 0, application_statements: 0 },
    },
  }),
  pooling: (stack, variant, [latency = 0, capacity = 0], blocks) => ({
    distributions: [
      singleRequests('latency', 20 * blocks, latency),
      singleRequests('capacity', Math.round(2 * blocks * capacity), 8_000 / capacity),
    ],
    inspection: {
      ...pass(10, '10 requests without round-trip time'),
      counts: pooledCounts(stack, variant),
      ...(variant === 'after' ? { pool_wait_max_ms: 0.34, pool_in_use_max: 1, pool_waiting_max: 0 } : {}),
    },
    bottleneck: {
      part: variant === 'before' ? 'database' : 'service',
      cores:
        variant === 'before'
          ? [{ service: 0.54 }, { database: 0.88, driver: 0.06 }]
          : [{ service: 0.97 }, { database: 0.31, driver: 0.24 }],
    },
  }),
};

const pass = (requests: number, how: string): Inspection => ({ requests, how, counts: {} });

function pooledCounts(stack: StackName, variant: string): Inspection['counts'] {
  const fresh = variant === 'before' ? 1 : 0;
  const [roundTrips, statements] = stack === 'node' ? [fresh ? 4 : 1, 1] : fresh ? [15, 12] : [3, 3];
  return { round_trips: roundTrips, connections: fresh, statements, application_statements: 1, sessions: fresh };
}

/** Most requests lie near the median; the slowest of a thousand takes a third more. */
function singleRequests(metric: string, count: number, median: number): Distribution {
  const at = (p: number) => median * (p < 0.5 ? 0.9 + 0.2 * p : (2 * (1 - p)) ** -0.05);
  return distribution(metric, 'service-time', count, at);
}

/** Behind a report in the event loop a request waits for what is left of it; beside a worker only few wait at all. */
function lightRequests(count: number, worst: number, blocked: boolean): Distribution {
  const at = (p: number) => (blocked ? worst * (0.01 + 0.99 * p) : 1.4 + (worst - 1.4) * p ** 40);
  return distribution('worst_light', 'response-time', count, at);
}

/** `count` requests whose p-quantile is `at(p)` ms. */
function distribution(
  metric: string,
  kind: Distribution['kind'],
  count: number,
  at: (p: number) => number,
): Distribution {
  const recorded = build({
    bitBucketSize: 32,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (let rank = 0; rank < count; rank++) recorded.recordValue(Math.round(1_000 * at((rank + 0.5) / count)));
  const ms = (percentile: number) => recorded.getValueAtPercentile(percentile) / 1_000;
  return {
    metric,
    kind,
    count,
    p50_ms: ms(50),
    p90_ms: ms(90),
    p99_ms: ms(99),
    max_ms: ms(100),
    histogram: encodeIntoCompressedBase64(recorded),
  };
}
