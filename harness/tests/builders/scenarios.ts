/** Tunings that end in every way there is: what is advised then is kept as a golden file, which the report words. */
import type { Alternative, Pooler, Recommendation, TuneResults, TuneSubject, TuneWindow } from '../../results/tune.ts';
import type { SearchResult } from '../../tune/search/next-setting.ts';
import { cellOf, findings, TEN, windowOf } from './findings.ts';
import { COMMAND, DEF, NODE } from './subjects.ts';

export type Scenario = [found: SearchResult, results: TuneResults];

const ANY_LIBRARY: TuneSubject = { ...COMMAND, env: {} };
const HOOKED: TuneSubject = { kind: 'url', url: 'http://127.0.0.1', hook: 'set {pool_max}', request: 'GET /' };
const AS_IT_RUNS: TuneSubject = { ...HOOKED, hook: null };

const plain = findings();
const probe = plain.probe as NonNullable<TuneResults['probe']>;
const environment = plain.environment;
const target = (more: Partial<TuneResults['target']>) => ({ target: { ...plain.target, ...more } });
const underLoad = (more: Partial<TuneWindow>) => ({
  overload: plain.overload.map((one) => ({ ...one, window: { ...one.window, ...more } })),
});
const ofOverload = (short: Partial<TuneWindow>, long: Partial<TuneWindow> = {}) => ({
  overload: plain.overload.map((one, at) => ({ ...one, window: { ...one.window, ...(at === 0 ? short : long) } })),
});
const SCARCE = { max_connections: 20, reserved: 3, others: 1, per_process: 4 };
const FOUR: SearchResult = { connections: 4, ending: 'ceiling', windows: 6 };
const fours = { search: [cellOf(4, {}, {}), cellOf(3, { p95_ms: 90, completed: 280 })] };
const quiet = { load_curve: [], overload: [], burst: null, knee_per_s: null };

const POOLER: Pooler = {
  ...{
    signs: ['foreign-key', 'shared-backend'],
    version: 'PgBouncer 1.18.0',
    mode: 'transaction',
    mode_source: 'told',
  },
  limits: {
    ...{ max_client_conn: 100, other_clients: 4, pool_clients: 1, pool_size: 20, reserve_pool_size: 5 },
    ...{ max_db_connections: null, max_user_connections: null },
  },
  ...{ refusal: null, server: { max_connections: 100, reserved: 3, others: 2 }, sessions: 3 },
};
const UNTOLD = {
  version: null,
  mode_source: 'seen',
  limits: null,
  refusal: { code: 'no-right', role: 'app' },
} as const;
const POOLED = { budget: null, pooler: POOLER };

const alternativeOf = (alternative: Exclude<Alternative, { code: 'stored' }>, opened: number) => {
  const { size, overflow } = alternative;
  const cell = cellOf(size, { connections_opened: opened });
  return {
    alternative,
    cell: { ...cell, setting: { ...cell.setting, overflow } },
    p95_ratio: null,
    reading: 'not-compared' as const,
  };
};
const PROVEN = {
  recommended: cellOf(10, {}),
  comparisons: [
    alternativeOf({ code: 'source', size: 20, overflow: 10 }, 3),
    alternativeOf({ code: 'default', size: 5, overflow: 10 }, 41),
  ],
};

const scenario = (more: Partial<TuneResults> = {}, found: SearchResult = TEN): Scenario => [found, findings(more)];
const asItRuns = (more: Partial<TuneResults>): Scenario =>
  scenario({ subject: AS_IT_RUNS, search: [], overload: [], standard: null, ...more });

/** What is advised: libraries, values and their reasons. */
const values: Record<string, Scenario> = {
  python: scenario(),
  node: scenario({ subject: NODE }),
  'python def': scenario({ subject: DEF, search: [cellOf(10, { threads_in_use_max: 17 })] }),
  'python def, many threads': scenario({ subject: DEF, ...target({ rate_per_s: 1_000 }) }, { ...TEN, connections: 62 }),
  'own variables': scenario({ subject: COMMAND }),
  'any library': scenario({ subject: ANY_LIBRARY, budget: null }),
  hook: scenario({ subject: HOOKED }),
  'near database': scenario(target({ rtt_ms: 1 })),
  'far database': scenario(target({ rtt_ms: 20 })),
  bursts: scenario(target({ arrivals: 'bursty' })),
  'bursts, nothing measured': scenario({ ...target({ arrivals: 'bursty' }), search: [] }),
  proven: scenario(PROVEN),
  'several processes': scenario({
    ...target({ processes: 4 }),
    budget: { ...SCARCE, per_process: 24, max_connections: 100 },
  }),
  'one connection': scenario({}, { ...TEN, connections: 1 }),
  'no budget': scenario({ budget: null, ...target({ processes: 2 }) }),
  'no budget, one connection': scenario({ budget: null }, { ...TEN, connections: 1 }),
  'behind a pooler': scenario({ ...POOLED, subject: COMMAND, ...target({ processes: 4, rate_per_s: 400 }) }),
  'behind a pooler in session mode': scenario({ ...POOLED, pooler: { ...POOLER, mode: 'session' }, subject: NODE }),
  'behind a pooler that tells nothing': scenario({ ...POOLED, pooler: { ...POOLER, ...UNTOLD }, subject: NODE }),
};

/** How a search ends. */
const endings: Record<string, Scenario> = {
  ceiling: scenario({ budget: SCARCE, ...fours }, FOUR),
  'ceiling, no budget': scenario({ budget: null, ...fours }, FOUR),
  'ceiling, not measured': scenario({ budget: SCARCE, search: [] }, FOUR),
  undecided: scenario({}, { ...TEN, ending: 'undecided', windows: 10 }),
  'undecided, not measured': scenario({ search: [], standard: null }, { ...TEN, ending: 'undecided', windows: 10 }),
  'nothing served': scenario(
    { search: [cellOf(10, { p95_ms: null, p99_ms: null, completed: 0 })] },
    { ...TEN, ending: 'nothing-served' },
  ),
  'nothing served, not measured': scenario({ search: [] }, { ...TEN, ending: 'nothing-served' }),
  'smallest, not measured': scenario({ search: [], prediction: null, probe: null }),
  'one connection, not measured': scenario({ search: [] }, { ...TEN, connections: 1 }),
  'much less than one in use': scenario({ prediction: { in_use: 0.312, connections: 2 } }),
};

/** How long a request may wait. */
const timeouts: Record<string, Scenario> = {
  'not measured': scenario({ overload: [] }),
  'no margin': scenario({ burst: windowOf({ max_ms: 400 }) }),
  'no burst seen': scenario({ burst: null }),
  'serves fewer': scenario(ofOverload({ completed: 400 })),
  'ends early': scenario(ofOverload({}, { completed: 810, timeouts: 0, answered_p99_ms: 1_350 })),
  borne: scenario(ofOverload({ completed: 810, answered_p99_ms: 60 }, { completed: 810, answered_p99_ms: 1_350 })),
  'nothing answered': scenario(ofOverload({ completed: 0, answered_p99_ms: null }, { answered_p99_ms: null })),
};

/** What limits the service. */
const bottlenecks: Record<string, Scenario> = {
  'held transaction': scenario({ probe: { ...probe, idle_in_transaction: 0.93 } }),
  threads: scenario({
    search: [cellOf(10, { threads_in_use_max: 40, threads_limit: 40, in_use_max: 7 })],
  }),
  'max-connections': scenario({ budget: SCARCE, ...fours }, FOUR),
  'max-connections, several processes': scenario({ budget: SCARCE, ...fours, ...target({ processes: 4 }) }, FOUR),
  'database, one core': scenario(underLoad({ database_cpu: 0.95 })),
  'database, several cores': scenario({
    environment: { ...environment, postgres_source: 'DATABASE_URL', pinning: 'none', cores: 4 },
    ...underLoad({ database_cpu: 3.9 }),
  }),
  'service, one core': scenario(underLoad({ service_cpu: 0.98 })),
  'service, all cores, no stalls': scenario({
    subject: COMMAND,
    environment: { ...environment, pinning: 'none' },
    ...underLoad({ service_cpu: 1.94, loop_stall_max_ms: null }),
  }),
  pool: scenario(),
  'pool, knee below the target': scenario({ knee_per_s: 50 }),
  'pool, no processors seen': scenario(underLoad({ database_cpu: null, service_cpu: null })),
  'pool that tells nothing': scenario(underLoad({ waiting_max: null, in_use_max: null, database_cpu: null })),
  'pool whose refusals were recognized': scenario(
    underLoad({
      ...{ waiting_max: null, in_use_max: null, database_cpu: null },
      unexpected: [
        { problem: 'wrong-status', status: 500, count: 255, after_wait: 250, pool_timeouts: 250 },
        { problem: 'reset', count: 20, after_wait: 20, pool_timeouts: 20 },
        { problem: 'wrong-status', status: 404, count: 3, after_wait: 0, pool_timeouts: 0 },
      ],
    }),
  ),
  nothing: scenario({ overload: [] }),
  'nothing, nothing measured': scenario(quiet),
  'nothing, and requests fail': scenario(underLoad({ waiting_max: null, timeouts: 0, failures: 40 })),
  'nothing, and answers of another kind': scenario(
    underLoad({
      ...{ waiting_max: null, timeouts: 0 },
      strange: {
        ...{ looked_at: 200, strange: 12, answer_example: '200 {"errors":[]}' },
        difference: { code: 'names', added: ['errors'], missing: ['data'] },
      },
    }),
  ),
  'nothing, and slow': scenario({ ...quiet, ...target({ p99_ms: 60 }) }),
};

/** Whether the target is met. */
const targets: Record<string, Scenario> = {
  met: scenario(target({ p99_ms: 100 })),
  'not asked for': scenario(target({ p99_ms: null })),
  'not asked for, limited': scenario({ budget: SCARCE, ...fours }, FOUR),
  'request too slow': scenario(target({ p99_ms: 40 })),
  'request too slow, far database': scenario(target({ p99_ms: 40, rtt_ms: 5 })),
  'slow by itself': scenario(target({ p99_ms: 60 })),
  'met by chance': scenario({ ...target({ p99_ms: 60 }), search: [cellOf(10, {}), cellOf(30, { p99_ms: 58 })] }),
  'busy database': scenario({ ...target({ p99_ms: 60 }), ...underLoad({ database_cpu: 0.95 }) }),
  'no more to be had': scenario({ ...target({ p99_ms: 60 }), budget: SCARCE, ...fours }, FOUR),
  'no more were tried': scenario({ ...target({ p99_ms: 60 }), budget: null, ...fours }, FOUR),
  unanswered: scenario({ ...target({ p99_ms: 60 }), search: [] }),
  'unanswered, not asked for': scenario({ search: [] }),
  'as it runs': asItRuns({}),
  'as it runs, met': asItRuns(target({ p99_ms: 80 })),
  'as it runs, not met': asItRuns(target({ p99_ms: 50 })),
  'as it runs, some lost': asItRuns({
    load_curve: [windowOf({ completed: 298 })],
    probe: { ...probe, hold_source: 'assumed' },
    ...target({ p99_ms: 80 }),
  }),
  'as it runs, not measured': asItRuns({ load_curve: [], probe: null, prediction: null, budget: null }),
};

const ROLE_LIMIT = { of: 'role' as const, name: 'app', connections: 6, others: 1, duet: 1 };
const LIMITED = { max_connections: 100, reserved: 3, others: 10, duet: 1, limit: ROLE_LIMIT, per_process: 4 };
const GENERAL = { max_connections: 100, reserved: 3, others: 10, duet: 1 };

/** What all processes take, of what. */
const connections: Record<string, Scenario> = {
  'limit of the role': scenario({ budget: LIMITED, ...fours }, FOUR),
  'limit of the database, several processes': scenario(
    {
      ...{ ...target({ processes: 2 }), ...fours },
      budget: { ...LIMITED, limit: { ...ROLE_LIMIT, of: 'database', name: 'shop', connections: 10 } },
    },
    FOUR,
  ),
  'processes that were seen': scenario({
    ...target({ processes: 4 }),
    measured: { processes: 4, said: null, pools: 4, extra: 0 },
    budget: { ...GENERAL, per_process: 21 },
  }),
  'connections beside the pool': scenario({
    measured: { processes: 1, said: null, pools: 1, extra: 4 },
    budget: { ...GENERAL, extra: 4, per_process: 82 },
  }),
  'one connection beside the pool, no budget': scenario({
    measured: { processes: 1, said: null, pools: 1, extra: 1 },
    budget: null,
  }),
  'two pools in each process, no budget': scenario({
    ...target({ processes: 2 }),
    measured: { processes: 2, said: 2, pools: 4, extra: 2 },
    budget: null,
  }),
};

/** A kind of scenarios, and what of their recommendations is kept: what they are about. */
interface Group {
  scenarios: Record<string, Scenario>;
  kept(recommendation: Recommendation): Partial<Recommendation>;
}

export const groups: Record<string, Group> = {
  values: { scenarios: values, kept: (all) => all },
  endings: {
    scenarios: endings,
    kept: ({ values, snippets }) => ({ values, snippets: snippets.slice(0, 1) }),
  },
  connections: { scenarios: connections, kept: ({ arithmetic, bottleneck }) => ({ arithmetic, bottleneck }) },
  timeouts: {
    scenarios: timeouts,
    kept: ({ values }) => ({ values: values.filter(({ name }) => name === 'pool_timeout') }),
  },
  bottlenecks: { scenarios: bottlenecks, kept: ({ bottleneck }) => ({ bottleneck }) },
  targets: {
    scenarios: targets,
    kept: ({ values, target_met, target_verdict, bottleneck }) => ({
      ...(values.length === 1 ? { values } : {}),
      ...{ target_met, target_verdict, bottleneck },
    }),
  },
};
