/** What the samples say of one cell, and of one variant beside another. */
import { type Static, Type } from 'typebox';
import { Estimate, Failure } from './measures.ts';

/** Significant digits of the values of a histogram: with 3 they are right within 0.1 %. */
export const HISTOGRAM_DIGITS = 3;
/** A 99th percentile of so many requests rests on 50 of them; of fewer it is shown, and nothing is concluded from it. */
export const P99_JUDGED_FROM = 5_000;

/** Latencies of single requests, over all valid trials of a cell. */
export const Distribution = Type.Object({
  metric: Type.String({ description: 'The metric whose requests these are.' }),
  kind: Type.Enum(['service-time', 'response-time'], {
    description: 'From the real send time, or from the intended one of a schedule.',
  }),
  count: Type.Integer(),
  p50_ms: Type.Number(),
  p90_ms: Type.Number(),
  p99_ms: Type.Number({ description: 'Not judged below P99_JUDGED_FROM requests.' }),
  max_ms: Type.Number(),
  histogram: Type.String({ description: 'HdrHistogram V2, compressed, base64; microseconds.' }),
});

/**
 * What one request of a cell causes, found once per run in an untimed pass of its own. Counts are per request, and
 * whole numbers when nobody else used the database; a count that this platform or database cannot give is absent.
 */
export const Inspection = Type.Object({
  requests: Type.Integer({ description: 'How many requests were counted, one after the other.' }),
  how: Type.String({ description: 'What these requests were, with sizes; not always those of the trials.' }),
  counts: Type.Object({
    round_trips: Type.Optional(Type.Number({ description: "To PostgreSQL, TCP's own not counted." })),
    connections: Type.Optional(Type.Number({ description: 'New ones to PostgreSQL, seen by the proxy.' })),
    statements: Type.Optional(
      Type.Number({ description: "The application's and the driver's, as PostgreSQL counts." }),
    ),
    application_statements: Type.Optional(Type.Number({ description: 'Those of them that the code shows.' })),
    blocks: Type.Optional(
      Type.Number({
        description:
          'Blocks of 8 KiB that the statements of the application touched in PostgreSQL, cached or not; of tables, indexes and temporary files.',
      }),
    ),
    sessions: Type.Optional(Type.Number({ description: 'New sessions, as PostgreSQL counts them, less our own.' })),
    upstream_calls: Type.Optional(Type.Number({ description: 'Calls to the external API, as its stub counts.' })),
  }),
  stall_inside_ms: Type.Optional(
    Type.Number({ description: 'Worst delay of the event loop, as the service measured.' }),
  ),
  stall_outside_ms: Type.Optional(
    Type.Number({ description: 'Worst answer to a heartbeat from outside, on a connection of its own.' }),
  ),
  pool_wait_max_ms: Type.Optional(
    Type.Number({ description: 'Longest wait for a pooled connection, opening it included.' }),
  ),
  pool_in_use_max: Type.Optional(Type.Integer({ description: 'Most pooled connections in use at once.' })),
  pool_waiting_max: Type.Optional(
    Type.Integer({ description: 'Most callers at once for whom the pool had no connection left.' }),
  ),
  peak_rss_bytes: Type.Optional(
    Type.Number({
      description:
        "Of the whole process tree while serving them: the main process's own peak plus the largest sum of its child processes' proportional memory (sampled, so that they need not coincide).",
    }),
  ),
  rss_over_idle_bytes: Type.Optional(Type.Number({ description: 'The same less what the tree held just before.' })),
  sessions_left: Type.Optional(
    Type.Integer({ description: 'The new sessions that were still open when the last request had been answered.' }),
  ),
});

/** Another way to write a pattern, of one stack: its requests are counted, and never timed. */
export const CountedCell = Type.Object({
  variant: Type.String(),
  what: Type.String({ description: 'What it is, in a few words.' }),
  inspection: Type.Optional(Inspection),
});

/** Which parts kept a core busy, as fractions of it. Without pinning each part has an entry of its own. */
export const CoreShares = Type.Object({
  service: Type.Optional(Type.Number()),
  database: Type.Optional(Type.Number()),
  driver: Type.Optional(Type.Number()),
});

/** Why there is no gain. */
export const WhyMissing = Type.Union([
  Type.Object({ code: Type.Literal('not-measured') }),
  Type.Object({
    code: Type.Literal('failed'),
    variant: Type.String(),
    title: Type.String({ description: 'The title of the failure.' }),
  }),
  Type.String({ description: 'In words, in files of version 1.' }),
]);

/** Pattern x stack x variant, over all its blocks. */
export const Cell = Type.Object({
  variant: Type.String(),
  status: Type.Enum(['measured', 'failed', 'missing']),
  failure: Type.Optional(Failure),
  metrics: Type.Record(Type.String(), Estimate),
  distributions: Type.Optional(Type.Array(Distribution)),
  inspection: Type.Optional(Inspection),
  bottleneck: Type.Optional(
    Type.Object(
      {
        part: Type.Enum(['service', 'database', 'driver', 'none']),
        cores: Type.Optional(
          Type.Array(CoreShares, { description: 'How busy each part was at capacity, on average over the trials.' }),
        ),
        detail: Type.Optional(Type.String({ description: 'The same in words, in files of version 1.' })),
      },
      { description: 'What held the capacity of this cell back.' },
    ),
  ),
  invalid_trials: Type.Optional(
    Type.Integer({ description: 'Trials left out of the numbers, after their repetition.' }),
  ),
});

/** How much better `variant` is than `before`. A ratio above 1 or a difference above 0 is an improvement. */
export const Gain = Type.Object({
  metric: Type.String(),
  variant: Type.String(),
  kind: Type.Enum(['ratio', 'difference']),
  estimate: Type.Union([Estimate, Type.Null()], { description: 'Null when a side was not measured.' }),
  why_missing: Type.Optional(WhyMissing),
});

/** The lowest (or highest) value physics or the workload allows, computed in the same run. */
export const Limit = Type.Object({
  metric: Type.String(),
  variant: Type.Optional(Type.String({ description: 'The one variant that it bounds. Absent: all that have none.' })),
  value: Type.Number(),
  how: Type.String({ description: 'One sentence: what was measured or computed.' }),
});

export type Distribution = Static<typeof Distribution>;
export type Inspection = Static<typeof Inspection>;
export type Cell = Static<typeof Cell>;
export type CoreShares = Static<typeof CoreShares>;
export type WhyMissing = Static<typeof WhyMissing>;
export type CountedCell = Static<typeof CountedCell>;
export type Gain = Static<typeof Gain>;
export type Limit = Static<typeof Limit>;
