/** What is measured, and what several measurements say together. */
import { type Static, Type } from 'typebox';
import { Invalidity, RULES } from './invalidity.ts';
import { SideName } from './names.ts';

export * from './invalidity.ts';

/** A number that may not be there. */
export const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);

/** What is measured: its unit, which direction is better, and how it may be judged. */
export const Metric = Type.Object({
  id: Type.String({ description: 'Unique within its pattern, e.g. latency, peak_rss.' }),
  title: Type.String({ description: 'As a heading, e.g. "median latency".' }),
  unit: Type.Enum(['ms', 'bytes', 'req/s', 'count', 'fraction']),
  better: Type.Enum(['lower', 'higher']),
  kind: Type.Enum(['count', 'cost', 'memory', 'time', 'growth'], {
    description:
      'Growth is judged by the difference of the sides, in its unit; what is timed or weighed by their ratio.',
  }),
  classes: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Where the values are no amounts but classes: what 0, 1 … mean, the best first.',
    }),
  ),
});

/** Why a run as a whole is not to be trusted. */
export const RunDistrust = Type.Union([
  Type.Object({
    code: Type.Literal('too-many-invalid'),
    invalid: Type.Integer(),
    trials: Type.Integer(),
    most_share: Type.Number({ description: 'The largest share of the trials that may be invalid.' }),
  }),
  Type.Object({
    code: Type.Literal('no-valid-trial'),
    cells: Type.Array(Type.String(), { description: 'e.g. "pooling/node/after".' }),
  }),
]);

/** How often a rule made an attempt invalid, with the first that it did. */
export const RuleTally = Type.Object({
  rule: Type.Enum([...RULES]),
  trials: Type.Integer(),
  example: Type.Union([
    Type.Object({
      cell: Type.String({ description: 'e.g. "pooling/node/after".' }),
      side: Type.Optional(SideName),
      invalidity: Invalidity,
    }),
    Type.String({ description: 'In words, in files of version 1.' }),
  ]),
});

/** Whether the run may be believed. */
export const Validity = Type.Object({
  trials: Type.Integer(),
  repeated: Type.Integer({ description: 'Invalid at first, and measured once more.' }),
  invalid: Type.Integer({ description: 'Invalid in the end: not in the numbers.' }),
  trustworthy: Type.Boolean({ description: 'False with too many invalid trials, and when a cell has no valid one.' }),
  distrust: Type.Optional(
    Type.Union([Type.Array(RunDistrust), Type.String({ description: 'In words, in files of version 1.' })], {
      description: 'Why it is not trustworthy.',
    }),
  ),
  reasons: Type.Array(RuleTally, { description: 'The rules that invalid attempts broke, most frequent first.' }),
});

/** A value over blocks. The interval is null when fewer than three blocks support one. */
export const Estimate = Type.Object({
  value: Type.Number(),
  low: NumberOrNull,
  high: NumberOrNull,
  level: Type.Number({ description: 'Coverage of the interval, e.g. 0.95.' }),
  n: Type.Integer({ description: 'Blocks behind the value.' }),
  blocks: Type.Array(Type.Number(), { description: 'The value of each block, in block order.' }),
  method: Type.Optional(
    Type.Enum(['student-t', 'signed-rank', 'stratified', 'random-effects'], {
      description:
        'Whose interval counts: the wider one. Absent: Student t. Of several machines: from the spread within them, or that of the mean over such machines where they differ.',
    }),
  ),
  hodges_lehmann: Type.Optional(
    Type.Object(
      {
        value: Type.Number(),
        low: NumberOrNull,
        high: NumberOrNull,
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
  invalid: Type.Optional({ ...Invalidity, description: 'For a cell without a valid trial: why the first was none.' }),
});

export type Metric = Static<typeof Metric>;
export type Validity = Static<typeof Validity>;
export type RunDistrust = Static<typeof RunDistrust>;
export type RuleTally = Static<typeof RuleTally>;
export type Estimate = Static<typeof Estimate>;
export type Failure = Static<typeof Failure>;
