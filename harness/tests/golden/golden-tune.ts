/** Made-up but plausible results of tuning, from a simulated pool. Test fixtures, not measurements. */

import { cellMetrics, leastDisturbed } from '../../report/tune/cell-metrics.ts';
import { storedText } from '../../results/reason.ts';
import {
  type Alternative,
  type PoolComparison,
  type PoolSetting,
  type Reason,
  type Recommendation,
  readingOf,
  type Trust,
  TUNE_SCHEMA_VERSION,
  type TuneCell,
  type TuneResults,
  type TuneWindow,
} from '../../results/schema.ts';
import { recommendationFromVersion1 } from '../../results/tune-version-1.ts';
import { logRatioInterval } from '../../stats/interval.ts';
import { HOLD_ADVICE, NODE_ADVICE, OWN_ADVICE, UNMET_ADVICE } from './golden-advice.ts';
import { goldenRun } from './golden-run.ts';
import { simulatedWindow } from './simulated-pool.ts';

const SECONDS = 1000;
const setting = (size: number, overflow = 0, timeout_ms = 500): PoolSetting => ({ size, overflow, timeout_ms });

/** What a service does with a connection. */
interface Load {
  ratePerS: number;
  holdMs: number;
}

/** A transaction that stays open while an upstream service is awaited, 100 times a second. */
const HOLD: Load = { ratePerS: 100, holdMs: 58 };

const windowOn = (load: Load, on: PoolSetting, { seed = 7, run = 0 } = {}): TuneWindow => {
  const { timeline: _, ...window } = simulatedWindow({ ...load, setting: on, durationMs: 6 * SECONDS, seed, run });
  return window;
};
/** Fresh processes under the arrivals of each round, as when a recommendation is verified. */
const roundsOn = (load: Load, on: PoolSetting): TuneCell => ({
  setting: on,
  windows: [11, 12, 13, 14].map((seed) => windowOn(load, on, { seed, run: on.size })),
});
const cellOn = (load: Load, on: PoolSetting, runs = 1): TuneCell => ({
  setting: on,
  windows: Array.from({ length: runs }, (_, run) => windowOn(load, on, { run })),
});

/** Searched, laid over a grid, and verified: everything a report can show. */
export function goldenTune(): TuneResults {
  return {
    ...tuned(HOLD, recommendationFromVersion1(HOLD_ADVICE), {
      sizes: [8, 32, 11, 9, 10],
      alternatives: SQLALCHEMY_ALTERNATIVES,
    }),
    grid: [1, 2, 4, 8, 16, 32, 64].flatMap((size) =>
      [0, 2, 5, 10].map((overflow) => cellOn(HOLD, setting(size, overflow))),
    ),
  };
}

/** The other stack: one number, no grid, no p99 asked for. */
export function goldenTuneNode(): TuneResults {
  const results = tuned({ ratePerS: 100, holdMs: 22 }, NODE_ADVICE, {
    sizes: [4, 24, 6, 5],
    alternatives: [
      [{ code: 'source', size: 30, overflow: 0, stands_for: { size: 20, overflow: 10 } }, setting(30)],
      [{ code: 'default', size: 10, overflow: 0 }, setting(10)],
    ],
  });
  return {
    ...results,
    command: 'tune pool --stack node --workload mix --rate 100',
    subject: { kind: 'own', stack: 'node', form: 'async', workload: 'mix' },
    target: { ...results.target, rate_per_s: 100, processes: 1, p99_ms: null },
    budget: { max_connections: 100, reserved: 3, others: 1, per_process: 96 },
  };
}

/** A reader's own service whose database nobody named: much could not be seen. */
export function goldenTuneCommand(): TuneResults {
  const results = tuned(HOLD, recommendationFromVersion1(OWN_ADVICE), {
    sizes: [8, 32, 11, 9, 10],
    alternatives: SQLALCHEMY_ALTERNATIVES,
  });
  const cells = [...results.search, ...(results.recommended ? [results.recommended] : [])];
  for (const window of [...cells.flatMap(({ windows }) => windows), ...results.load_curve])
    Object.assign(window, UNSEEN);
  return {
    ...results,
    command:
      'tune pool --command "uvicorn app:app --port {port}" --env DB_POOL_SIZE={pool_size} --request "GET /orders/7"',
    subject: {
      kind: 'command',
      command: 'uvicorn app:app --port {port}',
      env: { DB_POOL_SIZE: '{pool_size}', DB_MAX_OVERFLOW: '{max_overflow}', DB_PASSWORD: '***' },
      request: 'GET /orders/7',
      headers: { authorization: '***', 'x-tenant': 'blue' },
    },
    budget: null,
    unseen: [
      storedText(
        'connections in use and `max_connections`: no database was named (`DATABASE_URL`). Check the total over all processes yourself.',
      ),
    ],
    burst: null,
    probe: results.probe && {
      ...results.probe,
      hold_source: 'assumed',
      checkouts_per_request: null,
      idle_in_transaction: null,
    },
  };
}

/** A running service that nobody can give another pool: watched, not searched. */
export function goldenTuneUrl(): TuneResults {
  const results = goldenTuneCommand();
  return {
    ...results,
    command: 'tune pool --url http://127.0.0.1:8000 --request "GET /orders/7"',
    subject: { kind: 'url', url: 'http://127.0.0.1:8000', hook: null, request: 'GET /orders/7' },
    unseen: [{ code: 'other-pools' }],
    search: [],
    standard: null,
    overload: [],
    recommended: null,
    comparisons: [],
    recommendation: results.recommendation && {
      ...results.recommendation,
      values: [{ name: 'connections', value: 11, reason: PREDICTED }],
      snippets: [],
    },
  };
}

/** A p99 below the time of the service itself: no pool can meet it. */
export function goldenTuneUnmet(): TuneResults {
  const results = goldenTune();
  return {
    ...results,
    target: { ...results.target, p99_ms: 20 },
    recommendation: recommendationFromVersion1(UNMET_ADVICE),
    grid: [],
  };
}

/** Interrupted before the first setting: nothing but the target is known. */
export function goldenTunePartial(): TuneResults {
  return {
    ...goldenTune(),
    status: 'partial',
    status_reason: 'Interrupted by SIGINT during the probe',
    budget: null,
    probe: null,
    prediction: null,
    standard: null,
    search: [],
    grid: [],
    load_curve: [],
    knee_per_s: null,
    overload: [],
    burst: null,
    recommendation: null,
    recommended: null,
    comparisons: [],
  };
}

const PREDICTED: Reason = { code: 'predicted', rate_per_s: 100, hold_ms: 60.9, hold_assumed: true, in_use: 6.09 };

/** What nobody can see of a service from outside. */
const UNSEEN = {
  in_use_mean: null,
  in_use_max: null,
  waiting_max: null,
  wait_ms_mean: null,
  hold_ms_mean: null,
  checkouts: null,
  connections_opened: null,
  database_cpu: null,
  loop_stall_max_ms: null,
  idle_in_transaction: null,
} satisfies Partial<TuneWindow>;

type Beside = [alternative: Alternative, setting: PoolSetting];

const SQLALCHEMY_ALTERNATIVES: Beside[] = [
  [{ code: 'source', size: 20, overflow: 10 }, setting(20, 10)],
  [storedText('5 + 10 (the default of SQLAlchemy)'), setting(5, 10)],
];

function tuned(
  load: Load,
  recommendation: Recommendation,
  { sizes, alternatives }: { sizes: number[]; alternatives: Beside[] },
): TuneResults {
  const best = recommendation.setting;
  const holdMs = 1.05 * load.holdMs;
  const knee = Math.floor((1000 * best.size) / holdMs / 10) * 10;
  const recommended = roundsOn(load, best);
  const at = (ratePerS: number): Load => ({ ...load, ratePerS: Math.round(ratePerS) });
  const search = sizes.map((size) => cellOn(load, setting(size), size === best.size ? 2 : 1));
  const comparisons = alternatives.map(([alternative, on]) =>
    comparisonOf(alternative, roundsOn(load, on), recommended),
  );
  return {
    schema: 'duet-tune',
    schema_version: TUNE_SCHEMA_VERSION,
    duet_version: '0.1.0',
    id: 'golden-tune',
    command: 'tune pool --stack python --workload hold --rate 200 --processes 2 --p99 150ms --grid',
    started_at: '2026-01-14T09:30:00.000Z',
    finished_at: '2026-01-14T09:31:48.000Z',
    status: 'complete',
    status_reason: null,
    seed: 7,
    environment: goldenRun([]).environment,
    subject: { kind: 'own', stack: 'python', form: 'async', workload: 'hold' },
    target: { rate_per_s: 200, processes: 2, arrivals: 'poisson', p99_ms: 150, rtt_ms: 0 },
    budget: { max_connections: 100, reserved: 3, others: 1, per_process: 48 },
    unseen: [],
    probe: {
      requests: 40,
      service_ms: holdMs + 2.1,
      hold_ms: holdMs,
      hold_source: 'service',
      checkouts_per_request: 1,
      idle_in_transaction: 0.94,
    },
    prediction: { in_use: (load.ratePerS * holdMs) / 1000, connections: sizes[0] as number },
    standard: {
      connections: Math.max(...sizes),
      p95_ms: cellMetrics(leastDisturbed(cellOn(load, best, 2))).p95_ms,
      noise: 0.06,
    },
    search,
    grid: [],
    load_curve: [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2].map((share) => windowOn(at(load.ratePerS * share), best)),
    knee_per_s: knee,
    overload: [1.1, 1.5].flatMap((share) =>
      [500, 2000].map((timeout_ms) => {
        const on = { ...best, timeout_ms };
        return { setting: on, window: windowOn(at(knee * share), on) };
      }),
    ),
    burst: simulatedWindow({ ...load, setting: best, durationMs: 4 * SECONDS, seed: 9, burst: 16 }),
    recommendation,
    recommended,
    comparisons,
    trust: trustIn([...search, recommended, ...comparisons.map(({ cell }) => cell)]),
  };
}

/** All of them valid. */
const trustIn = (cells: readonly TuneCell[]): Trust => ({
  ...{ trusted: true, windows: cells.flatMap(({ windows }) => windows).length, invalid: 0, most_invalid: 0.2 },
  ...{ rules: [], example: null },
});

function comparisonOf(alternative: Alternative, cell: TuneCell, recommended: TuneCell): PoolComparison {
  const p95 = ({ windows }: TuneCell) => windows.map(({ p95_ms }) => p95_ms as number);
  const p95_ratio = logRatioInterval(p95(recommended), p95(cell), 0.95);
  return { alternative, cell, p95_ratio, reading: readingOf(p95_ratio) };
}
