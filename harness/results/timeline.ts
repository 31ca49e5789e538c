/**
 * What one traced request of a cell did over time: a picture of why a pattern gains. It is drawn and described, and nothing
 * is judged by it. Times are in ms from the beginning of what is drawn.
 */
import { type Static, Type } from 'typebox';
import { Failure } from './measures.ts';
import { PatternName, StackName } from './names.ts';

/**
 * What an event may be. Of PostgreSQL: a connection is opened, a step of its authentication, a question of the driver's own,
 * BEGIN, COMMIT or ROLLBACK, a statement of the application, or what is encrypted, so that nobody can tell. Of the external
 * API: a call for one user, and one for several.
 * The CPU report, from its request to its answer; and the longest time during it in which no light request was answered.
 */
export const EVENT_KINDS = [
  'connect',
  'login',
  'driver',
  'transaction',
  'query',
  'hidden',
  'single',
  'batch',
  'report',
  'stall',
] as const;

export const TimelineEvent = Type.Object({
  kind: Type.Enum([...EVENT_KINDS]),
  label: Type.Optional(
    Type.String({
      description: 'The table of a query, the word of a transaction, the beginning of another statement.',
    }),
  ),
  lane: Type.Integer({ minimum: 1, description: 'No two events of a lane overlap: a connection, a caller.' }),
  start_ms: Type.Number(),
  end_ms: Type.Number(),
});

/**
 * What was looked at again and again: the resident memory of the process; how far it has read the file, while it has it open;
 * and the latency of each light request, at the time at which it was due.
 */
export const SERIES = ['rss_bytes', 'read_bytes', 'light_ms'] as const;

export const TimelineSeries = Type.Object({
  name: Type.Enum([...SERIES]),
  samples: Type.Array(Type.Object({ t_ms: Type.Number(), value: Type.Number() })),
});

/** How several things follow each other. `in-part`: some at once, and not all. */
export const ORDERS = ['single', 'in-a-row', 'at-once', 'in-part'] as const;

/** How the events of a kind follow each other. */
const Ordered = {
  order: Type.Enum([...ORDERS]),
  at_once: Type.Integer({ description: 'The most at any one time.' }),
  ms: Type.Number({ description: 'From the beginning of the first to the end of the last.' }),
};

/** What the picture shows, in numbers. */
export const TimelineFacts = Type.Union([
  Type.Object({ about: Type.Literal('queries'), queries: Type.Integer(), ...Ordered }),
  Type.Object({ about: Type.Literal('calls'), users: Type.Integer(), calls: Type.Integer(), ...Ordered }),
  Type.Object({
    about: Type.Literal('memory'),
    file_bytes: Type.Number(),
    start_bytes: Type.Number({ description: 'Before the request.' }),
    peak_bytes: Type.Number({ description: 'The most of all samples.' }),
    ms: Type.Number(),
  }),
  Type.Object({
    about: Type.Literal('light-requests'),
    requests: Type.Integer({ description: 'Those that were due during the report.' }),
    worst_ms: Type.Number({ description: 'The highest latency of these.' }),
    stall_ms: Type.Number(),
    report_ms: Type.Number(),
  }),
  Type.Object({
    about: Type.Literal('round-trips'),
    connections: Type.Integer({ description: 'Those that were opened.' }),
    round_trips: Type.Integer(),
    ms: Type.Number(),
  }),
]);

/** Why there is nothing to draw. */
export const WhyNotTraced = Type.Union([
  Type.Object({ code: Type.Literal('nothing-seen') }),
  Type.Object({ code: Type.Literal('no-proc') }),
  Type.Object({ code: Type.Literal('encrypted') }),
  Type.Object({
    code: Type.Literal('error'),
    message: Type.String({ description: 'What ended the tracing, e.g. the death of the service.' }),
  }),
]);

/** One cell: a line of timelines.jsonl, and of its pattern in results.json. */
export const Timeline = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  at: Type.String({ format: 'date-time' }),
  took_ms: Type.Number({ description: 'The tracing of this cell, all that it needed beside the request included.' }),
  how: Type.String({ description: 'What was traced, with its sizes; not always those of the trials.' }),
  events: Type.Array(TimelineEvent, { description: 'In the order in which they began.' }),
  series: Type.Array(TimelineSeries),
  facts: Type.Optional(TimelineFacts),
  failure: Type.Optional({
    ...Failure,
    description: 'Why the traced request failed. What was seen until then is there.',
  }),
  missing: Type.Optional(WhyNotTraced),
});

export type TimelineEvent = Static<typeof TimelineEvent>;
export type TimelineSeries = Static<typeof TimelineSeries>;
export type TimelineFacts = Static<typeof TimelineFacts>;
export type WhyNotTraced = Static<typeof WhyNotTraced>;
export type Timeline = Static<typeof Timeline>;
export type EventKind = (typeof EVENT_KINDS)[number];
export type SeriesName = (typeof SERIES)[number];
export type Order = (typeof ORDERS)[number];
