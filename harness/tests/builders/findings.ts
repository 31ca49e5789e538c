/** What a tuning found, made up: the hold workload at 100 requests per second, for which 10 connections do. */
import type { TuneCell, TuneResults, TuneWindow } from '../../results/tune.ts';
import type { SearchResult } from '../../tune/search/next-setting.ts';

export const windowOf = (more: Partial<TuneWindow> = {}): TuneWindow => ({
  rate_per_s: 100,
  duration_ms: 3_000,
  seed: 1,
  sent: 300,
  completed: 300,
  timeouts: 0,
  failures: 0,
  p50_ms: 55,
  p95_ms: 60,
  p99_ms: 70,
  max_ms: 80,
  in_use_mean: 5.5,
  in_use_max: 9,
  waiting_max: 0,
  wait_ms_mean: 0.1,
  hold_ms_mean: 54,
  checkouts: 300,
  connections_opened: 0,
  threads_in_use_max: null,
  database_cpu: 0.1,
  service_cpu: 0.2,
  loop_stall_max_ms: 4,
  idle_in_transaction: 0,
  ...more,
});

export const cellOf = (size: number, ...windows: Partial<TuneWindow>[]): TuneCell => ({
  setting: { size, overflow: 0, timeout_ms: 2_000 },
  windows: windows.map(windowOf),
});

export const TEN: SearchResult = { connections: 10, ending: 'smallest', windows: 5 };

const overload = (timeout_ms: number, more: Partial<TuneWindow>) => ({
  setting: { size: 10, overflow: 0, timeout_ms },
  window: windowOf({ rate_per_s: 270, sent: 810, in_use_max: 10, waiting_max: 130, ...more }),
});

export function findings(more: Partial<TuneResults> = {}): TuneResults {
  return {
    environment: {
      pinning: 'service on core 0; driver and PostgreSQL on core 1',
      postgres_source: 'embedded',
      cores: 2,
    },
    subject: { kind: 'own', stack: 'python', form: 'async', workload: 'slow' },
    target: { rate_per_s: 100, processes: 1, arrivals: 'poisson', p99_ms: null, rtt_ms: 0 },
    budget: { max_connections: 100, reserved: 3, others: 1, per_process: 96 },
    unseen: [],
    probe: {
      requests: 45,
      service_ms: 55,
      hold_ms: 54,
      hold_source: 'service',
      checkouts_per_request: 1,
      idle_in_transaction: 0.01,
    },
    prediction: { in_use: 5.4, connections: 10 },
    standard: { connections: 30, p95_ms: 60, noise: 0.06 },
    search: [cellOf(10, {}, {}), cellOf(30, {}, {}), cellOf(9, { p95_ms: 71 })],
    grid: [],
    load_curve: [windowOf({ rate_per_s: 50 }), windowOf(), windowOf({ rate_per_s: 170 })],
    knee_per_s: 170,
    overload: [
      overload(500, { completed: 540, timeouts: 270, answered_p99_ms: 570 }),
      overload(2_000, { completed: 760, timeouts: 50, answered_p99_ms: 2_060 }),
    ],
    burst: windowOf({ max_ms: 230 }),
    recommendation: null,
    recommended: null,
    comparisons: [],
    ...more,
  } as TuneResults;
}
