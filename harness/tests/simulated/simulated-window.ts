/** Windows of load on simulated services under duet's workloads, on a machine that disturbs. */
import { burstyArrivals, constantArrivals, poissonArrivals } from '../../load/schedule.ts';
import type { ArrivalsName, TuneCell, TuneWindow, WorkloadName } from '../../results/tune.ts';
import { quantile } from '../../stats/quantiles.ts';
import { fraction, type Random, seededRandom } from '../../stats/random.ts';
import { heavyTails, normal } from '../../stats/simulation/noise.ts';
import { planSearch } from '../../tune/measure/time-plan.ts';
import { type Checkout, type SimulatedRequest, simulateService } from './simulated-service.ts';

/** A service, what it is to bear, and the machine that it is measured on. */
export interface SimulatedCase {
  workload: WorkloadName;
  ratePerS: number;
  arrivals: ArrivalsName;
  /** Standard deviation of the log of a window's p95, beside what service times do; with heavy tails. */
  noise: number;
  /** The share of windows in which the machine does something else: their p95 is up to four times as high. */
  disturbed: number;
  seed: number;
}

const TIMEOUT_MS = 2_000;
const DATABASE_CORES = 1;
/** The time in the service outside of its connections. */
export const OVERHEAD_MS = 1.5;

/** As long as a tuning makes them that has all the time. */
const windowMs = (ratePerS: number) => planSearch(ratePerS, Number.POSITIVE_INFINITY).windowMs;

type Draw = () => number;

/** What a request of each workload asks of the database. */
const WORKLOADS: Record<WorkloadName, (vary: Draw, kind: Draw) => Checkout[]> = {
  cpu: (vary) => [{ waitMs: 0.4 * vary(), cpuMs: 3 * vary() }],
  slow: (vary) => [{ waitMs: 50.5 * vary(), cpuMs: 0.3 }],
  hold: (vary) => [{ waitMs: 53 * vary(), cpuMs: 0.5 }],
  fanout: (vary) => Array.from({ length: 3 }, () => ({ waitMs: 50.5 * vary(), cpuMs: 0.3 })),
  mix: (vary, kind) =>
    WORKLOADS[(['cpu', 'slow', 'hold', 'fanout'] as const)[Math.floor(4 * kind())] ?? 'cpu'](vary, kind),
};

/** When requests come. */
export function arrivalsOf({ arrivals, ratePerS }: SimulatedCase, seed: number): Float64Array {
  const lastsMs = windowMs(ratePerS);
  if (arrivals === 'steady') return constantArrivals(ratePerS, lastsMs);
  return (arrivals === 'bursty' ? burstyArrivals : poissonArrivals)(ratePerS, lastsMs, seed);
}

/** The same kinds of requests in every window; how long each takes is chance, within some percent as timers are. */
export function requestsAt(
  arrivals: ArrayLike<number>,
  { workload }: SimulatedCase,
  random: Random,
): SimulatedRequest[] {
  const kinds = seededRandom(1);
  const vary = () => Math.max(0.9, 1 + 0.03 * (normal(random, 1)[0] ?? 0)) - 0.02 * Math.log(1 - fraction(random));
  return Array.from(arrivals, (atMs) => ({ atMs, checkouts: WORKLOADS[workload](vary, () => fraction(kinds)) }));
}

/** A pool of so many connections in front of a database with one core. */
export const serve = (requests: readonly SimulatedRequest[], connections: number) =>
  simulateService(requests, { connections, timeoutMs: TIMEOUT_MS, cores: DATABASE_CORES });

/** One window on so many connections, as it would be measured. */
export function simulateWindow(
  one: SimulatedCase,
  connections: number,
  arrivalSeed: number,
  random: Random,
): TuneWindow {
  const requests = requestsAt(arrivalsOf(one, arrivalSeed), one, random);
  const { latenciesMs, timeouts, inUseMax } = serve(requests, connections);
  const error = Math.exp(one.noise * (heavyTails(random, 1)[0] ?? 0));
  const blow = fraction(random) < one.disturbed ? 1 + 3 * fraction(random) : 1;
  return {
    sent: requests.length,
    completed: requests.length - timeouts,
    timeouts,
    p95_ms: (OVERHEAD_MS + quantile(latenciesMs, 0.95)) * error * blow,
    in_use_max: inUseMax,
  } as TuneWindow;
}

export const cellOf = (connections: number, windows: TuneWindow[]): TuneCell => ({
  setting: { size: connections, overflow: 0, timeout_ms: TIMEOUT_MS },
  windows,
});
