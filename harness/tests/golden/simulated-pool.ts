/** A pool that exists on paper: callers in the order of their arrival, so many connections, a time each is held. */
import type { PoolMoment, PoolSetting, TuneWindow } from '../../results/schema.ts';
import { quantile } from '../../stats/quantiles.ts';
import { fraction, seededRandom } from '../../stats/random.ts';

export interface SimulatedLoad {
  setting: PoolSetting;
  ratePerS: number;
  durationMs: number;
  /** A connection is held so long, and up to a tenth longer. */
  holdMs: number;
  /** Equal seeds have the same arrivals. */
  seed: number;
  /** The process: another one has other hold times under the same arrivals. */
  run?: number;
  /** How many arrive at one moment; the mean rate is kept. */
  burst?: number;
}

/** The time of a request outside of its connection. */
const OUTSIDE_MS = 1.5;
const SAMPLE_MS = 50;

interface Visit {
  at: number;
  /** When it got its connection, or gave up. */
  until: number;
  end: number;
  served: boolean;
}

export function simulatedWindow(load: SimulatedLoad): TuneWindow {
  const visits = simulate(load);
  const served = visits.filter((visit) => visit.served);
  const latency = ({ at, end }: Visit) => Number((end - at + OUTSIDE_MS).toFixed(3));
  const latencies = visits.map(latency);
  const answered = served.map(latency);
  const moments = timeline(visits, load.durationMs);
  const { ratePerS, durationMs, seed, holdMs } = load;
  const mean = (sum: number, count: number) => Number((sum / Math.max(1, count)).toFixed(3));
  const heldMs = served.reduce((sum, { until, end }) => sum + end - until, 0);
  const at = (p: number) => Number(quantile(latencies, p).toFixed(3));
  return {
    rate_per_s: ratePerS,
    duration_ms: durationMs,
    seed,
    sent: visits.length,
    completed: served.length,
    timeouts: visits.length - served.length,
    failures: 0,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    max_ms: at(1),
    answered_p99_ms: Number(quantile(answered, 0.99).toFixed(3)),
    in_use_mean: mean(heldMs, durationMs),
    in_use_max: Math.max(...moments.map(({ in_use }) => in_use)),
    waiting_max: Math.max(...moments.map(({ waiting }) => waiting ?? 0)),
    wait_ms_mean: mean(
      visits.reduce((sum, { at, until }) => sum + until - at, 0),
      visits.length,
    ),
    hold_ms_mean: mean(heldMs, served.length),
    checkouts: served.length,
    connections_opened: 0,
    threads_in_use_max: null,
    database_cpu: mean(served.length * 0.6, durationMs),
    service_cpu: mean(served.length * 2.2, durationMs),
    loop_stall_max_ms: 4.1,
    idle_in_transaction: holdMs > 20 ? 0.94 : 0.08,
    timeline: moments,
  };
}

/** First come, first served; who waits longer than the pool's timeout leaves. */
function simulate({ setting, ratePerS, durationMs, holdMs, seed, run = 0, burst = 1 }: SimulatedLoad): Visit[] {
  const arrivals = seededRandom(seed);
  const holds = seededRandom(seed + 1000 * (run + 1));
  const freeAt = Array<number>(setting.size + setting.overflow).fill(0);
  const visits: Visit[] = [];
  for (let at = 0; ; ) {
    at += (-Math.log(1 - fraction(arrivals)) * 1000 * burst) / ratePerS;
    if (at >= durationMs) return visits;
    for (let caller = 0; caller < burst; caller++) {
      const connection = freeAt.indexOf(Math.min(...freeAt));
      const start = Math.max(at, freeAt[connection] as number);
      const served = start - at <= setting.timeout_ms;
      const until = served ? start : at + setting.timeout_ms;
      const end = served ? start + holdMs * (1 + 0.1 * fraction(holds)) : until;
      if (served) freeAt[connection] = end;
      visits.push({ at, until, end, served });
    }
  }
}

function timeline(visits: readonly Visit[], durationMs: number): PoolMoment[] {
  return Array.from({ length: Math.floor(durationMs / SAMPLE_MS) }, (_, index) => {
    const now = index * SAMPLE_MS;
    return {
      at_ms: now,
      in_use: visits.filter(({ served, until, end }) => served && until <= now && now < end).length,
      waiting: visits.filter(({ at, until }) => at <= now && now < until).length,
    };
  });
}
