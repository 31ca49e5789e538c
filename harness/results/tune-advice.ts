/** What a tuning advises, and what it rests on, as codes and values. The sentences are made in report/tune/advice/. */
import { type Static, Type } from 'typebox';
import { ConnectionLimit } from './connection-budget.ts';
import { Invalidity, NumberOrNull, RULES } from './measures.ts';
import { PoolSetting } from './pool-setting.ts';
import { StoredText } from './reason.ts';
import { AnswerKind } from './tune-answers.ts';
import { PoolerSums, UnseenOfPooler } from './tune-pooler.ts';
import { Alternative, Reason } from './tune-reasons.ts';

export const BOTTLENECKS = [
  'pool',
  'held-transaction',
  'threads',
  'database-cpu',
  'service-cpu',
  'max-connections',
  'none',
] as const;

/** What limits the service, with the values that show it. */
export const Bottleneck = Type.Union([
  Type.Object({
    kind: Type.Literal('held-transaction'),
    hold_ms: Type.Number(),
    idle_share: Type.Number({
      description: 'The share of the hold time in which PostgreSQL waits for the service (0 to 1).',
    }),
    connections: Type.Integer({ description: 'Needed as it is.' }),
    connections_released: Type.Integer({ description: 'Needed if connections were given back meanwhile.' }),
  }),
  Type.Object({
    kind: Type.Literal('threads'),
    rate_per_s: Type.Number(),
    threads: Type.Integer(),
    in_use_max: Type.Number(),
    connections: Type.Integer(),
  }),
  Type.Object({
    kind: Type.Literal('max-connections'),
    connections: Type.Integer(),
    processes: Type.Integer(),
    limit: Type.Optional(ConnectionLimit),
  }),
  Type.Object({
    kind: Type.Literal('database-cpu'),
    rate_per_s: Type.Number(),
    cores: Type.Integer(),
    busy_cores: Type.Number(),
  }),
  Type.Object({
    kind: Type.Literal('service-cpu'),
    rate_per_s: Type.Number(),
    busy_cores: Type.Number(),
    loop_stall_max_ms: NumberOrNull,
    runs_on: Type.Enum(['one-core', 'all-cores']),
  }),
  Type.Object({
    kind: Type.Literal('pool'),
    rate_per_s: Type.Number(),
    connections: Type.Integer(),
    waiting_max: NumberOrNull,
    timeouts: Type.Integer(),
    sent: Type.Integer(),
    database_cpu: NumberOrNull,
    service_cpu: NumberOrNull,
    borne_per_s: Type.Union([Type.Number(), Type.Null()], { description: 'null: not known.' }),
    refused_with: Type.Optional(
      Type.Array(AnswerKind, { description: 'What the requests that got no connection in time were recognized by.' }),
    ),
  }),
  Type.Object({
    kind: Type.Literal('none'),
    rate_per_s: Type.Union([Type.Number(), Type.Null()], { description: 'null: only the target rate was measured.' }),
    slow_by_itself: Type.Boolean({ description: 'The target is missed all the same.' }),
    failed: Type.Optional(Type.Integer({ description: 'Requests at that rate that failed, nobody knows why.' })),
    sent: Type.Optional(Type.Integer({ description: 'All requests at that rate.' })),
    strange: Type.Optional(Type.Integer({ description: 'Answers at that rate unlike those of the idle service.' })),
    looked_at: Type.Optional(Type.Integer({ description: 'All answers that were compared.' })),
  }),
  Type.Object(
    { kind: Type.Enum([...BOTTLENECKS]), evidence: Type.String(), advice: Type.String() },
    { description: 'Found in a file of version 1.' },
  ),
]);

const Beside = {
  pools: Type.Optional(
    Type.Integer({ description: 'That follow the setting, of all processes, unless each has one.' }),
  ),
  extra: Type.Optional(
    Type.Integer({ description: 'Connections of the service that do not follow its setting, of all processes.' }),
  ),
};

/** The connections that all processes together take of what PostgreSQL can give. */
export const BudgetSum = Type.Union([
  Type.Object({
    code: Type.Literal('of-budget'),
    max_connections: Type.Integer(),
    reserved: Type.Integer(),
    others: Type.Integer(),
    duet: Type.Optional(Type.Integer({ description: 'Absent: of an older file, `others` has them.' })),
    limit: Type.Optional(ConnectionLimit),
    available: Type.Integer({
      description: 'max_connections - reserved - others - duet, or what the limit leaves, less what is extra.',
    }),
    processes: Type.Integer(),
    per_process: Type.Integer({ description: 'The most that each may have.' }),
    connections: Type.Integer({ description: 'Recommended for each process.' }),
    taken: Type.Integer({ description: 'connections x processes, or x pools.' }),
    left: Type.Integer(),
    ...Beside,
  }),
  Type.Object({
    code: Type.Literal('budget-unseen'),
    processes: Type.Integer(),
    connections: Type.Integer(),
    taken: Type.Integer(),
    ...Beside,
  }),
  PoolerSums,
  StoredText,
]);

/** Why no pool meets the target. `bottleneck`: what limits the service makes requests slow. */
const Unmet = Type.Union([
  Type.Object({ code: Type.Literal('request-too-slow'), service_ms: Type.Number(), rtt_ms: Type.Number() }),
  Type.Object({ code: Type.Literal('met-by-chance'), connections: Type.Integer(), p99_ms: Type.Number() }),
  Type.Object({ code: Type.Enum(['server-limit', 'most-tried']), connections: Type.Integer() }),
  Type.Object({ code: Type.Enum(['slow-by-itself', 'bottleneck']) }),
]);

/** How the p99 at the target rate compares with what was asked for. `as-it-runs`: on the pool that the service has. */
export const TargetVerdict = Type.Union([
  Type.Object({ code: Type.Enum(['unanswered', 'unmeasured']) }),
  Type.Object({ code: Type.Literal('not-asked'), p99_ms: Type.Number(), limited: Type.Boolean() }),
  Type.Object({ code: Type.Literal('met'), p99_ms: Type.Number(), asked_ms: Type.Number() }),
  Type.Object({ code: Type.Literal('not-met'), p99_ms: Type.Number(), asked_ms: Type.Number(), because: Unmet }),
  Type.Object({
    code: Type.Literal('as-it-runs'),
    p99_ms: Type.Number(),
    asked_ms: NumberOrNull,
    unserved: Type.Integer({ description: 'Requests without an answer, or with a wrong one.' }),
  }),
  StoredText,
]);

/** One value of the recommendation with its reason. */
export const AdvisedValue = Type.Object({
  name: Type.String({ description: 'As the library calls it, e.g. pool_size.' }),
  value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
  reason: Reason,
});

export const SNIPPETS = ['variables', 'sqlalchemy', 'sqlalchemy-async', 'threads', 'pg', 'pgbouncer'] as const;

/** Lines to paste. Comments are added where they are shown. */
export const Snippet = Type.Union([
  Type.Object({
    code: Type.Enum([...SNIPPETS]),
    language: Type.String(),
    lines: Type.Array(
      Type.Object({
        text: Type.String(),
        about: Type.Optional(
          Type.String({ description: 'The advised value that the line sets, by its name; or "error", the event.' }),
        ),
      }),
    ),
  }),
  Type.Object(
    { code: Type.Literal('stored'), title: Type.String(), language: Type.String(), text: Type.String() },
    { description: 'Found in a file of version 1, with its comments.' },
  ),
]);

export const Recommendation = Type.Object({
  setting: PoolSetting,
  values: Type.Array(AdvisedValue),
  arithmetic: BudgetSum,
  limited_by_server: Type.Boolean({ description: 'The service would use more than PostgreSQL can give.' }),
  target_met: Type.Union([Type.Boolean(), Type.Null()], { description: 'null: no p99 was asked for.' }),
  target_verdict: TargetVerdict,
  bottleneck: Bottleneck,
  snippets: Type.Array(Snippet),
});

/** What could not be observed, and what the advice lacks for it. */
export const Unseen = Type.Union([
  Type.Object({ code: Type.Enum(['database', 'other-pools', 'overload', 'other-clients']) }),
  Type.Object({
    code: Type.Literal('setting-heeded'),
    clients: Type.Integer(),
    small: Type.Object({ connections: Type.Integer(), per_s: Type.Number() }),
    large: Type.Object({ connections: Type.Integer(), per_s: Type.Number() }),
  }),
  Type.Object({
    code: Type.Literal('whole-seconds'),
    wait_ms: Type.Number({ description: 'For a connection, which the service cannot be told.' }),
    told_ms: Type.Number({ description: 'In its place.' }),
  }),
  Type.Object({
    code: Type.Literal('few-requests'),
    requests: Type.Integer({ description: 'In a window.' }),
    beyond_p95: Type.Integer(),
  }),
  Type.Object({
    code: Type.Literal('alternative'),
    alternative: Alternative,
    connections: Type.Integer({ description: 'The most that PostgreSQL can give.' }),
  }),
  UnseenOfPooler,
  StoredText,
]);

/** Whether the recommendation may be believed, by the windows that it rests on. */
export const Trust = Type.Object({
  trusted: Type.Boolean({ description: 'False: the command ends with exit code 5.' }),
  windows: Type.Integer({ description: 'The windows of the search and the comparison.' }),
  invalid: Type.Integer(),
  most_invalid: Type.Number({ description: 'The share of invalid windows beyond which it is not trusted.' }),
  rules: Type.Array(Type.Enum([...RULES]), { description: 'That the invalid ones broke.' }),
  example: Type.Union([Invalidity, Type.Null()], { description: 'What was wrong with the first of them.' }),
});

export type Bottleneck = Static<typeof Bottleneck>;
export type BottleneckKind = (typeof BOTTLENECKS)[number];
export type BudgetSum = Static<typeof BudgetSum>;
export type Unmet = Static<typeof Unmet>;
export type TargetVerdict = Static<typeof TargetVerdict>;
export type AdvisedValue = Static<typeof AdvisedValue>;
export type Snippet = Static<typeof Snippet>;
export type SnippetCode = (typeof SNIPPETS)[number];
export type Recommendation = Static<typeof Recommendation>;
export type Unseen = Static<typeof Unseen>;
export type Trust = Static<typeof Trust>;
