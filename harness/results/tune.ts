/** What `duet tune pool` writes: tune.json. Everything that was measured, and what it is taken to mean. */
import { type Static, Type } from 'typebox';
import { Estimate, Invalidity } from './measures.ts';
import { SCHEMA_VERSION, StackName } from './names.ts';
import { Environment } from './run.ts';

export const WORKLOADS = ['cpu', 'slow', 'hold', 'fanout', 'mix'] as const;
export const ARRIVALS = ['steady', 'poisson', 'bursty'] as const;
/** How a route is written: `def` routes of Python run on a pool of threads; Node knows only `async`. */
export const FORMS = ['async', 'def'] as const;

/** The values of one pool. Node's pg.Pool knows no overflow: there it is 0 and `size` is `max`. */
export const PoolSetting = Type.Object({
  size: Type.Integer({ minimum: 1 }),
  overflow: Type.Integer({ minimum: 0 }),
  timeout_ms: Type.Integer({ minimum: 1, description: 'How long a request may wait for a connection.' }),
});

/** What a service is asked to bear. */
export const TuneTarget = Type.Object({
  rate_per_s: Type.Number({ description: 'Arrivals per second at all processes together.' }),
  processes: Type.Integer({ minimum: 1, description: 'Each has a pool of its own; one of them is measured.' }),
  arrivals: Type.Enum([...ARRIVALS]),
  p99_ms: Type.Union([Type.Number(), Type.Null()], { description: 'From the intended send; null: none was asked.' }),
  rtt_ms: Type.Number({
    description:
      "Between service and PostgreSQL: what duet added, or a round trip as measured for a service of the reader's (0 without DATABASE_URL).",
  }),
});

const Headers = Type.Optional(
  Type.Record(Type.String(), Type.String(), { description: 'Of each request, by lower-case names; secrets masked.' }),
);

/** One of the services of this repository under a workload, or a service of the reader's. */
export const TuneSubject = Type.Union([
  Type.Object({
    kind: Type.Literal('own'),
    stack: StackName,
    form: Type.Enum([...FORMS]),
    workload: Type.Enum([...WORKLOADS]),
  }),
  Type.Object({
    kind: Type.Literal('command'),
    command: Type.String(),
    env: Type.Record(Type.String(), Type.String(), { description: 'Templates, as given; passwords masked.' }),
    request: Type.String(),
    headers: Headers,
  }),
  Type.Object({
    kind: Type.Literal('url'),
    url: Type.String(),
    hook: Type.Union([Type.String(), Type.Null()], { description: 'Run between settings.' }),
    request: Type.String(),
    headers: Headers,
  }),
]);

/** The pool while a window ran, at one moment. */
export const PoolMoment = Type.Object({
  at_ms: Type.Number({ description: 'Since the window began.' }),
  in_use: Type.Number(),
  waiting: Type.Union([Type.Number(), Type.Null()]),
});

const OrNull = Type.Union([Type.Number(), Type.Null()]);

/**
 * One stretch of load on one setting. A figure that could not be seen is null. Latencies count from the intended send
 * and are of all requests: one that was refused or never answered counts with the time until that was known, and with
 * no less than the wait for a connection that the setting allows. So refusing quickly never looks like answering.
 */
export const TuneWindow = Type.Object({
  rate_per_s: Type.Number({ description: 'At this process.' }),
  duration_ms: Type.Number(),
  seed: Type.Integer({ description: 'Windows with equal seed, rate and length have the same arrivals.' }),
  sent: Type.Integer(),
  completed: Type.Integer({ description: 'Answered as expected.' }),
  timeouts: Type.Integer({ description: 'Refused because no connection came free in time (503), or never answered.' }),
  failures: Type.Integer({ description: 'Anything else that was not the expected answer.' }),
  failure_example: Type.Optional(Type.String()),
  p50_ms: OrNull,
  p95_ms: OrNull,
  p99_ms: OrNull,
  max_ms: OrNull,
  answered_p99_ms: Type.Optional(Type.Union([Type.Number(), Type.Null()], { description: 'Without the others.' })),
  in_use_mean: OrNull,
  in_use_max: OrNull,
  waiting_max: OrNull,
  wait_ms_mean: Type.Union([Type.Number(), Type.Null()], { description: 'For a connection, per checkout.' }),
  hold_ms_mean: Type.Union([Type.Number(), Type.Null()], { description: 'A connection held, per checkout.' }),
  checkouts: OrNull,
  connections_opened: OrNull,
  sessions_max: Type.Optional(
    Type.Union([Type.Number(), Type.Null()], { description: 'Of the service, at once, as PostgreSQL sees them.' }),
  ),
  threads_in_use_max: Type.Union([Type.Number(), Type.Null()], {
    description: 'Of the threads that `def` routes run on.',
  }),
  threads_limit: Type.Optional(
    Type.Union([Type.Number(), Type.Null()], { description: 'How many of those there may be.' }),
  ),
  database_cpu: Type.Union([Type.Number(), Type.Null()], { description: 'Cores that PostgreSQL kept busy.' }),
  service_cpu: OrNull,
  loop_stall_max_ms: OrNull,
  idle_in_transaction: Type.Union([Type.Number(), Type.Null()], {
    description: 'Of the time in transactions, the share in which PostgreSQL waited for the service (0 to 1).',
  }),
  timeline: Type.Optional(Type.Array(PoolMoment)),
  invalid: Type.Optional(Type.Array(Invalidity)),
});

/** A line of windows.jsonl: every window as it ended, also one that was repeated because it was invalid. */
export const FinishedWindow = Type.Object({
  at: Type.String({ format: 'date-time', description: 'Its end.' }),
  kind: Type.String({ description: 'What it was run for.' }),
  setting: PoolSetting,
  window: TuneWindow,
});

/** One setting and the windows that were measured on it, each on a fresh process unless said otherwise. */
export const TuneCell = Type.Object({ setting: PoolSetting, windows: Type.Array(TuneWindow) });

/** What PostgreSQL can give. */
export const ConnectionBudget = Type.Object({
  max_connections: Type.Integer(),
  reserved: Type.Integer({ description: 'superuser_reserved_connections + reserved_connections.' }),
  others: Type.Integer({
    description:
      'Open before the service was started, by anybody else; of one that ran already, those to other databases.',
  }),
  per_process: Type.Integer({ description: '(max_connections - reserved - others) / processes, rounded down.' }),
});

/** At low load: nobody waits. */
export const TuneProbe = Type.Object({
  requests: Type.Integer(),
  service_ms: Type.Number({ description: 'Mean time of a request.' }),
  hold_ms: Type.Number({ description: 'Connection time per request, all its connections together.' }),
  hold_source: Type.Enum(['service', 'database', 'assumed'], {
    description: "The pool's own count; sessions seen in PostgreSQL; or the whole service time, for want of better.",
  }),
  checkouts_per_request: OrNull,
  idle_in_transaction: OrNull,
});

/** What the search held every setting to. */
export const SearchStandard = Type.Object({
  connections: Type.Integer({ description: 'Of the best setting: the largest, unless a smaller one is better.' }),
  p95_ms: Type.Union([Type.Number(), Type.Null()], {
    description: 'Mean of all settings that are level with the best; null: nothing was answered.',
  }),
  noise: Type.Number({
    description:
      'Relative difference of p95 that equal settings have by chance; those not above the best by more are alike.',
  }),
});

export const TunePrediction = Type.Object({
  in_use: Type.Number({ description: "Little's law: rate x hold time." }),
  connections: Type.Integer({ description: 'So many that few wait: Erlang C for random arrivals.' }),
});

/** Why more connections would not help, and what would. */
export const Bottleneck = Type.Object({
  kind: Type.Enum(['pool', 'held-transaction', 'threads', 'database-cpu', 'service-cpu', 'max-connections', 'none']),
  evidence: Type.String({ description: 'The figures, in words.' }),
  advice: Type.String(),
});

/** One value of the recommendation with its reason. */
export const AdvisedValue = Type.Object({
  name: Type.String({ description: 'As the library calls it, e.g. pool_size.' }),
  value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
  reason: Type.String(),
});

export const Recommendation = Type.Object({
  setting: PoolSetting,
  values: Type.Array(AdvisedValue),
  arithmetic: Type.String({ description: 'Of the connections that PostgreSQL can give, in one line.' }),
  limited_by_server: Type.Boolean({ description: 'The service would use more than PostgreSQL can give.' }),
  target_met: Type.Union([Type.Boolean(), Type.Null()], { description: 'null: no p99 was asked for.' }),
  target_verdict: Type.String({ description: 'In words; why not, where it is not met.' }),
  bottleneck: Bottleneck,
  snippets: Type.Array(Type.Object({ title: Type.String(), language: Type.String(), code: Type.String() })),
});

/** The recommendation beside a rival: the same arrivals, in turn. */
export const Proof = Type.Object({
  rival: Type.String({ description: 'e.g. "20 + 10 (the source)".' }),
  cell: TuneCell,
  p95_ratio: Type.Union([Estimate, Type.Null()], { description: 'recommended / rival; below 1 is faster.' }),
});

export const TuneResults = Type.Object({
  schema: Type.Literal('duet-tune'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String({ description: 'The command line, as typed after "duet"; passwords masked.' }),
  started_at: Type.String({ format: 'date-time' }),
  finished_at: Type.String({ format: 'date-time' }),
  status: Type.Enum(['complete', 'partial']),
  status_reason: Type.Union([Type.String(), Type.Null()]),
  seed: Type.Integer(),
  environment: Environment,
  subject: TuneSubject,
  target: TuneTarget,
  budget: Type.Union([ConnectionBudget, Type.Null()], { description: 'null: no database was to be seen.' }),
  unseen: Type.Array(Type.String(), { description: 'What could not be observed, and what the advice lacks for it.' }),
  probe: Type.Union([TuneProbe, Type.Null()]),
  prediction: Type.Union([TunePrediction, Type.Null()]),
  standard: Type.Union([SearchStandard, Type.Null()], { description: 'null: nothing was searched.' }),
  search: Type.Array(TuneCell, { description: 'In the order in which they were measured, at the target rate.' }),
  grid: Type.Array(TuneCell, { description: 'With --grid; else empty.' }),
  load_curve: Type.Array(TuneWindow, { description: 'The recommended setting at several rates, ascending.' }),
  knee_per_s: Type.Union([Type.Number(), Type.Null()], { description: 'The highest rate that it bears.' }),
  overload: Type.Array(Type.Object({ setting: PoolSetting, window: TuneWindow }), {
    description: 'Beyond the knee, with short and long waits for a connection.',
  }),
  burst: Type.Union([TuneWindow, Type.Null()], { description: 'With its timeline.' }),
  recommendation: Type.Union([Recommendation, Type.Null()]),
  recommended: Type.Union([TuneCell, Type.Null()], { description: 'Verified: in turn with the rivals.' }),
  proofs: Type.Array(Proof),
});

export type WorkloadName = (typeof WORKLOADS)[number];
export type ArrivalsName = (typeof ARRIVALS)[number];
export type FormName = (typeof FORMS)[number];
export type PoolSetting = Static<typeof PoolSetting>;
export type TuneTarget = Static<typeof TuneTarget>;
export type TuneSubject = Static<typeof TuneSubject>;
export type PoolMoment = Static<typeof PoolMoment>;
export type TuneWindow = Static<typeof TuneWindow>;
export type FinishedWindow = Static<typeof FinishedWindow>;
export type TuneCell = Static<typeof TuneCell>;
export type ConnectionBudget = Static<typeof ConnectionBudget>;
export type TuneProbe = Static<typeof TuneProbe>;
export type SearchStandard = Static<typeof SearchStandard>;
export type TunePrediction = Static<typeof TunePrediction>;
export type Bottleneck = Static<typeof Bottleneck>;
export type AdvisedValue = Static<typeof AdvisedValue>;
export type Recommendation = Static<typeof Recommendation>;
export type Proof = Static<typeof Proof>;
export type TuneResults = Static<typeof TuneResults>;

/** So many a pool of this setting may have open at once. */
export const connectionsOf = ({ size, overflow }: PoolSetting): number => size + overflow;

/** Windows that are invalid count only where there are no others. */
export function countingWindows({ windows }: Pick<TuneCell, 'windows'>): TuneWindow[] {
  const valid = windows.filter(({ invalid }) => invalid === undefined);
  return valid.length > 0 ? valid : windows;
}
