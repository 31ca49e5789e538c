/** What the bench of the drivers keeps: a line for each bench. */
import { fileURLToPath } from 'node:url';
import type { LoadKind, StackName } from '../results/schema.ts';

/** Lines of all benches so far; only ever added to. */
export const KEPT_FILE = fileURLToPath(new URL('./bench-drivers-runs.jsonl', import.meta.url));

/** What is asked of a service. */
export const ROUTES = ['/light', '/pooling/after'] as const;
export type Route = (typeof ROUTES)[number];

/** A service, or the bare server that does nothing: what drivers read of that is their own. */
export type Subject = StackName | 'bare';

/** Metrics of a window: CPU of the service per request in microseconds, latencies in ms, answers per second. */
export type Metric = 'cpu_us' | 'p50_ms' | 'p99_ms' | 'per_s';

/**
 * What lies between two drivers that read different values; absent in benches before it was measured. The first three are of
 * open loops alone.
 */
export const BETWEEN = ['lag_p50_ms', 'sent_p50_ms', 'probe_p50_ms', 'wake_ups', 'driver_us'] as const;
export type Between = (typeof BETWEEN)[number];

export interface Window extends Record<Metric, number> {
  /** The median of how late the driver itself was. It is in the latencies. */
  lag_p50_ms?: number;
  /** The median latency from when requests were sent, by the driver's clock. */
  sent_p50_ms?: number;
  /** The same of a few requests that duet's client sent meanwhile, whoever drove: two drivers, one instrument. */
  probe_p50_ms?: number;
  /** How often a thread of the service went to sleep, per request: the fewer, the more requests it found together. */
  wake_ups?: number;
  /** CPU of the driver per request in microseconds. */
  driver_us?: number;
}

/** One driver on one route of one service: a window in each round, null where it failed. */
export interface BenchedDriver {
  stack: Subject;
  route: Route;
  load: LoadKind;
  /** With its version. */
  driver: string;
  windows: (Window | null)[];
}

/** One bench. */
export interface KeptBench {
  at: string;
  commit: string;
  machine: string;
  /** Cores that others than the bench kept busy, on average over its windows. */
  others_cores: number;
  rate_per_s: number;
  clients: number;
  drivers: BenchedDriver[];
}

export const LOADS = ['open', 'closed'] as const satisfies readonly LoadKind[];

/** What is shown: of each kind of load, the drivers of the last bench that has it, and those benches. */
export interface LastBenches extends Pick<KeptBench, 'rate_per_s' | 'clients' | 'drivers'> {
  benches: KeptBench[];
}

/** @param kept at least one bench, the last of which says what was asked. */
export function lastOfEachLoad(kept: readonly KeptBench[]): LastBenches {
  const last = kept.at(-1);
  if (last === undefined) throw new RangeError('no bench is kept');
  const lasts = LOADS.flatMap((load) => {
    const bench = kept.findLast(({ drivers }) => drivers.some((one) => one.load === load));
    return bench === undefined ? [] : [{ bench, drivers: bench.drivers.filter((one) => one.load === load) }];
  });
  return {
    ...{ rate_per_s: last.rate_per_s, clients: last.clients },
    drivers: lasts.flatMap(({ drivers }) => drivers),
    benches: [...new Set(lasts.map(({ bench }) => bench))],
  };
}

/** The name of duet's own driver, with which the others are compared. */
export const OWN = 'duet';
