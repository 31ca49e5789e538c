/** Why a value is advised: a code with the values that it rests on. The sentences are made in report/tune/advice/. */
import { type Static, Type } from 'typebox';
import { Estimate, NumberOrNull } from './measures.ts';
import { StoredText } from './reason.ts';
import { PoolerReason } from './tune-pooler.ts';

/** A pool that the recommendation is measured beside. */
export const Alternative = Type.Union([
  Type.Object({
    code: Type.Enum(['source', 'default', 'searched', 'without-pooler'], {
      description:
        'The pool of the service that this repository grew from, the one that the library opens, what the search found before its answer was changed, or the recommended one without the pooler that duet started.',
    }),
    size: Type.Integer(),
    overflow: Type.Integer(),
    stands_for: Type.Optional(
      Type.Object(
        { size: Type.Integer(), overflow: Type.Integer() },
        { description: 'Where the library knows no overflow: the pool that has as many connections.' },
      ),
    ),
  }),
  StoredText,
]);

/** The comparison contradicted the search: beside another pool, what it had found was slower by more than the noise. */
export const Revision = Type.Object({
  code: Type.Enum(['searched-again', 'winner-taken'], {
    description:
      'What lies between its answer and the faster pool was measured and is recommended, or as many connections as that has.',
  }),
  searched: Type.Integer({ description: 'Connections, as the search had found them.' }),
  alternative: Alternative,
  connections: Type.Integer({ description: 'All that the faster pool may open.' }),
  p95_ratio: { ...Estimate, description: 'searched / faster.' },
  noise: Type.Number({ description: 'What equal settings differ by in p95, relative.' }),
  tried: Type.Optional(
    Type.Array(Type.Object({ connections: Type.Integer(), p95_ratio: Type.Number({ description: '… / faster.' }) }), {
      description: 'What lies between, as it was measured in the same rounds afterwards.',
    }),
  ),
});

/** What the windows of one setting of the search say together. */
export const LevelMetrics = Type.Object({
  connections: Type.Integer(),
  p95_ms: Type.Union([Type.Number(), Type.Null()], { description: 'The least over the windows; null: no answer.' }),
  sent: Type.Integer(),
  unserved: Type.Integer({ description: 'Refused, failed or never answered.' }),
});

/**
 * What the recommended number of connections is: `smallest` as good as any, all that PostgreSQL can give
 * (`server-limit`), the `most-tried` where nobody knows that, the smallest that seems as good (`undecided`), or a guess
 * where no number was enough (`nothing-served`).
 */
export const SIZE_CLAIMS = ['smallest', 'server-limit', 'most-tried', 'undecided', 'nothing-served'] as const;

const SizeReason = Type.Object({
  code: Type.Literal('size'),
  claim: Type.Enum([...SIZE_CLAIMS]),
  connections: Type.Integer(),
  windows: Type.Integer({ description: 'The windows of the whole search.' }),
  own: Type.Union([LevelMetrics, Type.Null()], { description: 'null: not measured.' }),
  fewer: Type.Union([LevelMetrics, Type.Null()], { description: 'The next smaller setting; null: none.' }),
  most: Type.Union([LevelMetrics, Type.Null()], { description: 'The largest; null where that is the own one.' }),
  noise: Type.Union([Type.Number(), Type.Null()], { description: 'What equal settings differ by in p95, relative.' }),
  in_use: Type.Union([Type.Number(), Type.Null()], { description: "By Little's law, on average." }),
  revision: Type.Optional({ ...Revision, description: 'Why it is not the first answer of the search.' }),
});

const OverflowReason = Type.Object({
  code: Type.Literal('overflow'),
  churn: Type.Union(
    [
      Type.Object({ alternative: Alternative, opened: Type.Integer(), recommended_opened: Type.Integer() }),
      Type.Null(),
    ],
    { description: 'Connections opened under the same requests by a pool with overflow; null: none was seen.' },
  ),
});

const TimeoutReason = Type.Object({
  code: Type.Literal('timeout'),
  timeout_ms: Type.Integer(),
  overload: Type.Union(
    [
      Type.Object({
        rate_per_s: Type.Number(),
        tried: Type.Array(
          Type.Object({
            timeout_ms: Type.Integer(),
            sent: Type.Integer(),
            completed: Type.Integer(),
            duration_ms: Type.Number(),
            answered_p99_ms: NumberOrNull,
          }),
          { description: 'Ascending waits.' },
        ),
        burst_wait_ms: Type.Number({ description: 'No request of the burst waited longer.' }),
        choice: Type.Enum(['shorter-serves-all', 'shorter-leaves-no-margin', 'shorter-serves-fewer'], {
          description: 'What the shortest wait tried does. Only in the first case it is recommended.',
        }),
      }),
      Type.Null(),
    ],
    { description: 'null: not measured under overload.' },
  ),
});

const LivenessReason = Type.Object({
  code: Type.Literal('liveness-check'),
  cost: Type.Enum(['unseen', 'unnoticed', 'small', 'large']),
  cost_ms: Type.Number({ description: 'Round trips to PostgreSQL per request.' }),
  request_ms: Type.Number(),
});

const idleConnections = { connections: Type.Integer(), in_use_mean: NumberOrNull };

const ThreadsReason = Type.Object({
  code: Type.Literal('threads'),
  enough: Type.Boolean({ description: 'Whether the usual number does.' }),
  usual: Type.Integer(),
  needed: Type.Integer(),
  rate_per_s: Type.Number(),
  service_ms: Type.Number(),
  connections: Type.Integer(),
  in_use_max: NumberOrNull,
});

const PredictedReason = Type.Object({
  code: Type.Literal('predicted'),
  rate_per_s: Type.Number(),
  hold_ms: Type.Number(),
  hold_assumed: Type.Boolean({ description: 'The whole request, for want of a database to look at.' }),
  in_use: Type.Number(),
});

export const Reason = Type.Union([
  SizeReason,
  OverflowReason,
  TimeoutReason,
  Type.Object({ code: Type.Literal('stays-open'), connections: Type.Integer() }),
  Type.Object({
    code: Type.Literal('renewal'),
    reconnects: Type.Integer({ description: 'In each lifetime of a connection.' }),
  }),
  Type.Object({ code: Type.Literal('unbounded-uses') }),
  LivenessReason,
  Type.Object({ code: Type.Literal('last-returned-first'), ...idleConnections }),
  Type.Object({ code: Type.Literal('in-turn'), ...idleConnections }),
  ThreadsReason,
  PredictedReason,
  Type.Object({ code: Type.Literal('unmeasured') }),
  PoolerReason,
  StoredText,
]);

export type Alternative = Static<typeof Alternative>;
export type LevelMetrics = Static<typeof LevelMetrics>;
export type Revision = Static<typeof Revision>;
export type SizeClaim = (typeof SIZE_CLAIMS)[number];
export type SizeReason = Static<typeof SizeReason>;
export type OverflowReason = Static<typeof OverflowReason>;
export type TimeoutReason = Static<typeof TimeoutReason>;
export type LivenessReason = Static<typeof LivenessReason>;
export type ThreadsReason = Static<typeof ThreadsReason>;
export type PredictedReason = Static<typeof PredictedReason>;
export type Reason = Static<typeof Reason>;
