/** What `duet tune pool` writes: tune.json. Everything that was measured, and what it is taken to mean. */
import { type Static, Type } from 'typebox';
import { ConnectionBudget } from './connection-budget.ts';
import { LeastPool } from './least-pool.ts';
import { MeasuredService } from './measured-service.ts';
import { Estimate, Invalidity, NumberOrNull } from './measures.ts';
import { ARRIVALS, FORMS, StackName, WORKLOADS } from './names.ts';
import { PoolSetting } from './pool-setting.ts';
import { Environment } from './run.ts';
import { Recommendation, Trust, Unseen } from './tune-advice.ts';
import { PoolTimeoutAnswers, StrangeAnswers, UnexpectedAnswers } from './tune-answers.ts';
import { Pooler } from './tune-pooler.ts';
import { Alternative, Revision } from './tune-reasons.ts';

export * from './connection-budget.ts';
export * from './least-pool.ts';
export * from './measured-service.ts';
export * from './pool-setting.ts';
export * from './tune-advice.ts';
export * from './tune-answers.ts';
export * from './tune-pooler.ts';
export * from './tune-reasons.ts';

/** Version 1 had sentences where there are codes now: see tune-version-1.ts. */
export const TUNE_SCHEMA_VERSION = 2;

/** What a service is asked to bear. */
export const TuneTarget = Type.Object({
  rate_per_s: Type.Number({ description: 'Arrivals per second at all processes together.' }),
  processes: Type.Integer({
    minimum: 1,
    description: 'Each has a pool of its own. As many as were seen, or more where --processes says so.',
  }),
  arrivals: Type.Enum([...ARRIVALS]),
  p99_ms: Type.Union([Type.Number(), Type.Null()], { description: 'From the intended send; null: none was asked.' }),
  rtt_ms: Type.Number({
    description:
      "Between service and PostgreSQL: what duet added, or a round trip as measured for a service of the reader's (0 without DATABASE_URL).",
  }),
});

const Headers = Type.Optional(
  Type.Record(Type.String(), Type.String(), {
    description: 'The headers of each request, by lower-case names; secrets masked.',
  }),
);

const Expected = Type.Optional(
  Type.Array(Type.String(), { description: 'What a body must match, as given; absent: only the status is judged.' }),
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
    expect: Expected,
  }),
  Type.Object({
    kind: Type.Literal('url'),
    url: Type.String(),
    hook: Type.Union([Type.String(), Type.Null()], { description: 'Run between settings.' }),
    request: Type.String(),
    headers: Headers,
    expect: Expected,
  }),
]);

/** The pool while a window ran, at one moment. */
export const PoolMoment = Type.Object({
  at_ms: Type.Number({ description: 'Since the window began.' }),
  in_use: Type.Number(),
  waiting: NumberOrNull,
});

/**
 * One stretch of load on one setting. A value that could not be seen is null. Latencies count from the intended send
 * and are of all requests: one that was refused or never answered counts with the time until that was known, and with
 * no less than the wait for a connection that the setting allows. So refusing quickly never looks like answering.
 */
export const TuneWindow = Type.Object({
  rate_per_s: Type.Number({ description: 'At the processes that are measured: usually one.' }),
  duration_ms: Type.Number(),
  seed: Type.Integer({ description: 'Windows with equal seed, rate and length have the same arrivals.' }),
  sent: Type.Integer(),
  completed: Type.Integer({ description: 'Answered as expected.' }),
  timeouts: Type.Integer({ description: 'Refused because no connection became free in time, or never answered.' }),
  failures: Type.Integer({ description: 'Anything else that was not the expected answer.' }),
  failure_example: Type.Optional(Type.String()),
  unexpected: Type.Optional(Type.Array(UnexpectedAnswers)),
  strange: Type.Optional(StrangeAnswers),
  p50_ms: NumberOrNull,
  p95_ms: NumberOrNull,
  p99_ms: NumberOrNull,
  max_ms: NumberOrNull,
  answered_p99_ms: Type.Optional(Type.Union([Type.Number(), Type.Null()], { description: 'Without the others.' })),
  in_use_mean: NumberOrNull,
  in_use_max: NumberOrNull,
  waiting_max: NumberOrNull,
  wait_ms_mean: Type.Union([Type.Number(), Type.Null()], { description: 'For a connection, per checkout.' }),
  hold_ms_mean: Type.Union([Type.Number(), Type.Null()], { description: 'A connection held, per checkout.' }),
  checkouts: NumberOrNull,
  connections_opened: NumberOrNull,
  sessions_max: Type.Optional(
    Type.Union([Type.Number(), Type.Null()], {
      description: 'The sessions of the service at once, as PostgreSQL sees them.',
    }),
  ),
  threads_in_use_max: Type.Union([Type.Number(), Type.Null()], {
    description: 'The use of the threads that `def` routes run on.',
  }),
  threads_limit: Type.Optional(
    Type.Union([Type.Number(), Type.Null()], { description: 'How many of those there may be.' }),
  ),
  database_cpu: Type.Union([Type.Number(), Type.Null()], { description: 'Cores that PostgreSQL kept busy.' }),
  service_cpu: NumberOrNull,
  loop_stall_max_ms: NumberOrNull,
  idle_in_transaction: Type.Union([Type.Number(), Type.Null()], {
    description: 'The share of the time in transactions in which PostgreSQL waited for the service (0 to 1).',
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

/** At low load: nobody waits. */
export const TuneProbe = Type.Object({
  requests: Type.Integer(),
  service_ms: Type.Number({ description: 'Mean time of a request.' }),
  hold_ms: Type.Number({ description: 'Connection time per request, all its connections together.' }),
  hold_source: Type.Enum(['service', 'database', 'assumed'], {
    description: "The pool's own count; sessions seen in PostgreSQL; or the whole service time, for want of better.",
  }),
  checkouts_per_request: NumberOrNull,
  idle_in_transaction: NumberOrNull,
  in_use_unasked: Type.Optional(
    Type.Number({
      description: 'Connections with a query while nobody asks anything, as those of a poller: not in hold_ms.',
    }),
  ),
});

/** What the search held every setting to. */
export const SearchStandard = Type.Object({
  connections: Type.Integer({
    description: 'The connections of the best setting: the largest, unless a smaller one is better.',
  }),
  p95_ms: Type.Union([Type.Number(), Type.Null()], {
    description: 'Mean of all settings that are level with the best; null: nothing was answered.',
  }),
  noise: Type.Number({
    description:
      'Relative difference of p95 that equal settings have by chance; those not above the best by more are not distinguishable from it.',
  }),
});

export const TunePrediction = Type.Object({
  in_use: Type.Number({ description: "Little's law: rate x hold time." }),
  connections: Type.Integer({ description: 'So many that few wait: Erlang C for random arrivals.' }),
});

/**
 * What the interval of the ratio shows of the recommended setting. One that holds 1 shows no difference; `within-noise` is
 * slower by no more than equal settings of the search differ by chance.
 */
export const READINGS = [
  'faster',
  'slower',
  'within-noise',
  'no-difference',
  'too-few-rounds',
  'not-compared',
] as const;

/** The recommendation beside an alternative: the same arrivals, in turn. */
export const PoolComparison = Type.Object({
  alternative: Alternative,
  cell: TuneCell,
  p95_ratio: Type.Union([Estimate, Type.Null()], { description: 'recommended / alternative; below 1 is faster.' }),
  reading: Type.Enum([...READINGS]),
});

export const TuneResults = Type.Object({
  schema: Type.Literal('duet-tune'),
  schema_version: Type.Literal(TUNE_SCHEMA_VERSION),
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
  measured: Type.Optional(MeasuredService),
  budget: Type.Union([ConnectionBudget, Type.Null()], {
    description: 'null: no database was to be seen, or there is a pooler in front of it.',
  }),
  pooler: Type.Optional(
    Type.Union([Pooler, Type.Null()], { description: 'In front of the PostgreSQL of DATABASE_URL; null: none.' }),
  ),
  unseen: Type.Array(Unseen),
  pool_timeout_answers: Type.Optional(
    Type.Array(PoolTimeoutAnswers, {
      description: 'How the service says that no connection became free in time, beside its status for that.',
    }),
  ),
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
  recommended: Type.Union([TuneCell, Type.Null()], { description: 'Verified: in turn with the alternatives.' }),
  comparisons: Type.Array(PoolComparison),
  revision: Type.Optional({ ...Revision, description: 'Absent: the comparison agreed with the search.' }),
  least_pool: Type.Optional(LeastPool),
  trust: Type.Optional(Trust),
});

export type WorkloadName = (typeof WORKLOADS)[number];
export type ArrivalsName = (typeof ARRIVALS)[number];
export type FormName = (typeof FORMS)[number];
export type TuneTarget = Static<typeof TuneTarget>;
export type TuneSubject = Static<typeof TuneSubject>;
export type PoolMoment = Static<typeof PoolMoment>;
export type TuneWindow = Static<typeof TuneWindow>;
export type FinishedWindow = Static<typeof FinishedWindow>;
export type TuneCell = Static<typeof TuneCell>;
export type TuneProbe = Static<typeof TuneProbe>;
export type SearchStandard = Static<typeof SearchStandard>;
export type TunePrediction = Static<typeof TunePrediction>;
export type Reading = (typeof READINGS)[number];
export type PoolComparison = Static<typeof PoolComparison>;
export type TuneResults = Static<typeof TuneResults>;

/** Whether it was left with the pool that it has, because nobody can give it another one. */
export const runsAsItIs = (subject: TuneSubject): boolean => subject.kind === 'url' && subject.hook === null;

/** Arrivals per second at what is measured, which gets its share of what all processes get. */
export const measuredRate = ({ target, measured }: Pick<TuneResults, 'target' | 'measured'>): number =>
  (target.rate_per_s * (measured?.processes ?? 1)) / target.processes;

/** Windows that are invalid count only where there are no others. */
export function countingWindows({ windows }: Pick<TuneCell, 'windows'>): TuneWindow[] {
  const valid = windows.filter(({ invalid }) => invalid === undefined);
  return valid.length > 0 ? valid : windows;
}

/** @param noise what equal settings differ by, relative; 0 where it is not known. */
export function readingOf(ratio: PoolComparison['p95_ratio'], noise = 0): Reading {
  if (ratio === null) return 'not-compared';
  const { low, high } = ratio;
  if (low === null || high === null) return 'too-few-rounds';
  if (low > 1) return ratio.value > 1 + noise ? 'slower' : 'within-noise';
  return high < 1 ? 'faster' : 'no-difference';
}
