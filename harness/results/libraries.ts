/** What `duet libraries` writes as libraries.json: what was counted, what was measured, and what broke, by library. */
import { type Static, Type } from 'typebox';
import { BREAKS, FIELDS, OPERATIONS } from './library-names.ts';
import { Estimate } from './measures.ts';
import { StackName } from './names.ts';
import { Environment } from './run.ts';

export const LIBRARIES_VERSION = 1;

const Operation = Type.Enum([...new Set(Object.values(OPERATIONS).flat())]);
const count = (description: string) => Type.Integer({ minimum: 0, description });

/** What one operation causes, exactly. What does not exist in a field is absent. */
export const OperationCounts = Type.Object({
  operation: Operation,
  when: Type.Enum(['first', 'warm'], {
    description: 'As the first operation of a process, its connecting included; or of one that has served others.',
  }),
  round_trips: Type.Optional(count('Waits of the library for an answer of PostgreSQL.')),
  statements: Type.Optional(count('Statements that PostgreSQL was sent, BEGIN and COMMIT included.')),
  connections: Type.Optional(count('Connections that were opened: to PostgreSQL, or to the external API.')),
  prepared: Type.Optional(Type.Boolean({ description: 'Whether a statement was prepared under a name.' })),
  calls: Type.Optional(count('Calls to the external API.')),
  steady: Type.Boolean({ description: 'Whether several looks gave the same counts; these are those of the last.' }),
});

/** The pool that a library has when nobody sets anything. */
export const DefaultPool = Type.Object({
  most: Type.Union([Type.Integer(), Type.Null()], {
    description: 'The most connections that many requests at once open; null where it was not less than the requests.',
  }),
  asked: Type.Integer({ description: 'How many requests came at once.' }),
  wait: Type.Enum(['error', 'longer', 'not-reached'], {
    description:
      'What became of a request that found no connection free: an error, or it waited longer than was watched.',
  }),
  wait_ms: Type.Optional(Type.Number({ description: 'After this time came the error, or the watching ended.' })),
  said: Type.Optional(Type.String({ description: 'The error, word for word.' })),
});

/** What a block measures of a library at one operation: CPU of all its processes per request, requests served, … */
export const COST_METRICS = ['cpu', 'throughput', 'p50', 'p99', 'peak_rss', 'start_up'] as const;

export const LibraryCost = Type.Object({
  operation: Operation,
  metric: Type.Enum([...COST_METRICS]),
  unit: Type.Enum(['ms', 'req/s', 'bytes']),
  value: Type.Number({ description: 'The median of the blocks.' }),
  blocks: Type.Integer(),
  ratio: Type.Optional(Estimate),
});

/** What came of a fault. The code says what; sentences are made in report/libraries/. */
export const BREAK_OUTCOMES = [
  /** Everything was answered as without the fault. */
  'unharmed',
  /** Requests failed while it lasted, and later ones did not. */
  'recovered',
  /** Requests failed with an error after it was over, or always. */
  'failed',
  /** Answers were wrong. */
  'wrong',
  /** The process ended. */
  'process-ended',
  /** Requests got no answer while they were watched. */
  'no-answer',
  /** The fault does not concern this library, or could not be made here. */
  'not-run',
] as const;

/** Why a fault was not made. */
export const NOT_RUN_REASONS = [
  /** There is no PgBouncer. */
  'no-pooler',
  /** PostgreSQL is the reader's own (DATABASE_URL), which nobody restarts. */
  'database-url',
  /** The process of the library did not start for it. */
  'no-start',
] as const;

export const LibraryBreak = Type.Object({
  break: Type.Enum([...new Set(Object.values(BREAKS).flat())]),
  outcome: Type.Enum([...BREAK_OUTCOMES]),
  figures: Type.Record(Type.String(), Type.Number(), {
    description: 'e.g. requests, failed, wait_ms, running_after_ms; times end in _ms, sizes in _bytes.',
  }),
  reason: Type.Optional(Type.Enum([...NOT_RUN_REASONS], { description: 'Where it was not run.' })),
  said: Type.Optional(Type.String({ description: 'The error of the library, word for word.' })),
});

/** What was expected before it was counted or measured. */
export const Guess = Type.Object({
  operation: Operation,
  of: Type.Enum(['round_trips', 'connections', 'calls', 'cpu', 'throughput', 'peak_rss', 'start_up', 'pool']),
  when: Type.Optional(Type.Enum(['first', 'warm'])),
  value: Type.Number({ description: 'A count; for a cost, the ratio to the reference.' }),
});

/** A guess that is off by more than this surprises, whichever of the two is larger. */
export const MOST_OFF = 1.5;

/** A guess that was off by more than that. */
export const Surprise = Type.Object({ guess: Guess, found: Type.Number() });

export const Library = Type.Object({
  field: Type.Enum([...FIELDS]),
  stack: StackName,
  name: Type.String(),
  title: Type.String({ description: 'As people call it, e.g. "SQLAlchemy ORM on pg8000".' }),
  reference: Type.Boolean(),
  twin: Type.Optional(
    Type.String({ description: 'The library of the other stack that is meant to be alike, in the same field.' }),
  ),
  file: Type.String({ description: 'Its code, as path from the repository root.' }),
  code: Type.String(),
  versions: Type.Record(Type.String(), Type.String(), { description: 'By package; the runtime is one.' }),
  install: Type.Union([Type.Literal('installed'), Type.Object({ error: Type.String() })]),
  answers: Type.Union([
    Type.Literal('equal'),
    Type.Literal('not-asked'),
    Type.Object({ operation: Operation, difference: Type.String({ description: 'JSON path and both values.' }) }),
    Type.Object({ operation: Operation, error: Type.String() }),
  ]),
  counts: Type.Array(OperationCounts),
  pool: Type.Optional(DefaultPool),
  costs: Type.Array(LibraryCost),
  breaks: Type.Array(LibraryBreak),
  guesses: Type.Array(Guess),
  surprises: Type.Array(Surprise),
});

export const LibrariesPlan = Type.Object({
  blocks: Type.Integer(),
  seed: Type.Integer(),
  clients: Type.Integer({ description: 'Clients that send one request after the other, in fields that have several.' }),
  window_ms: Type.Integer(),
  pool_max: Type.Integer({ description: 'The size of every pool while costs are measured.' }),
  gauge: Type.Optional(
    Type.Literal('reference', {
      description: 'What stands beside every window. Absent in runs of before there was one.',
    }),
  ),
});

export const LibrariesResults = Type.Object({
  schema: Type.Literal('duet-libraries'),
  schema_version: Type.Literal(LIBRARIES_VERSION),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String(),
  started_at: Type.String({ format: 'date-time' }),
  ended_at: Type.String({ format: 'date-time' }),
  environment: Environment,
  plan: LibrariesPlan,
  complete: Type.Boolean({ description: 'False where something of the plan is not done yet.' }),
  libraries: Type.Array(Library),
});

export type OperationCounts = Static<typeof OperationCounts>;
export type DefaultPool = Static<typeof DefaultPool>;
export type LibraryCost = Static<typeof LibraryCost>;
export type LibraryBreak = Static<typeof LibraryBreak>;
export type Guess = Static<typeof Guess>;
export type Surprise = Static<typeof Surprise>;
export type Library = Static<typeof Library>;
export type LibrariesPlan = Static<typeof LibrariesPlan>;
export type LibrariesResults = Static<typeof LibrariesResults>;
