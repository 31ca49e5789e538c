/** What is measured, and what several measurements say together. */
import { type Static, Type } from 'typebox';

/** What is measured: its unit, which direction is better, and how it may be judged. */
export const Metric = Type.Object({
  id: Type.String({ description: 'Unique within its pattern, e.g. latency, peak_rss.' }),
  title: Type.String({ description: 'As a heading, e.g. "median latency".' }),
  unit: Type.Enum(['ms', 'bytes', 'req/s', 'count', 'fraction']),
  better: Type.Enum(['lower', 'higher']),
  kind: Type.Enum(['count', 'cost', 'memory', 'time']),
});

/** The rules by which a trial, or a whole run, loses its say. */
export const RULES = [
  'driver-saturated',
  'driver-late',
  'errors',
  'wrong-answer',
  'process-died',
  'clock-jumped',
  'foreign-cpu',
  'control-moved',
] as const;

/** Why a trial does not count. */
export const Invalidity = Type.Object({
  rule: Type.Enum([...RULES]),
  detail: Type.String({ description: 'In words, with the measured figure and its bound.' }),
});

/** Whether the run may be believed. */
export const Validity = Type.Object({
  trials: Type.Integer(),
  repeated: Type.Integer({ description: 'Invalid at first, and measured once more.' }),
  invalid: Type.Integer({ description: 'Invalid in the end: not in the numbers.' }),
  trustworthy: Type.Boolean({ description: 'False above 20 % of invalid trials, and when a cell has no valid one.' }),
  distrust: Type.Optional(Type.String({ description: 'Why it is not trustworthy.' })),
  reasons: Type.Array(Type.Object({ rule: Type.Enum([...RULES]), trials: Type.Integer(), example: Type.String() }), {
    description: 'Of all invalid attempts, most frequent first; the example names its cell.',
  }),
});

/** A value over blocks. The interval is null when fewer than three blocks support one. */
export const Estimate = Type.Object({
  value: Type.Number(),
  low: Type.Union([Type.Number(), Type.Null()]),
  high: Type.Union([Type.Number(), Type.Null()]),
  level: Type.Number({ description: 'Coverage of the interval, e.g. 0.95.' }),
  n: Type.Integer({ description: 'Blocks behind the value.' }),
  blocks: Type.Array(Type.Number(), { description: 'The value of each block, in block order.' }),
  method: Type.Optional(
    Type.Enum(['student-t', 'signed-rank'], {
      description: 'Whose interval counts: the wider one. Absent: Student t.',
    }),
  ),
  hodges_lehmann: Type.Optional(
    Type.Object(
      {
        value: Type.Number(),
        low: Type.Union([Type.Number(), Type.Null()]),
        high: Type.Union([Type.Number(), Type.Null()]),
      },
      { description: 'The Hodges-Lehmann estimate with its signed-rank interval, from 8 blocks on.' },
    ),
  ),
  lag1: Type.Optional(
    Type.Number({
      description: 'Autocorrelation of neighbouring blocks, -1 to 1; high values narrow intervals falsely.',
    }),
  ),
});

/** Why a cell has no number: an answer that the contract expects to be possible, or a fault of the run. */
export const Failure = Type.Object({
  status: Type.Integer({ description: 'HTTP status, 0 when no answer came.' }),
  type: Type.String({ description: 'Problem type, e.g. urn:duet:problem:string-too-long.' }),
  title: Type.String(),
  detail: Type.String(),
});

export type Metric = Static<typeof Metric>;
export type Validity = Static<typeof Validity>;
export type Invalidity = Static<typeof Invalidity>;
export type Estimate = Static<typeof Estimate>;
export type Failure = Static<typeof Failure>;
export type Rule = (typeof RULES)[number];
