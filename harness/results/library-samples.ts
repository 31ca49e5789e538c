/**
 * What a run of `duet libraries` appends to its samples: a line for each thing that is known of one library. Of two lines that say
 * the same, the later one counts.
 */
import { type Static, Type } from 'typebox';
import { Invalidity } from './invalidity.ts';
import { COST_METRICS, DefaultPool, Library, LibraryBreak, OperationCounts } from './libraries.ts';

/** Which library a sample is about. */
const of = { field: Library.properties.field, stack: Library.properties.stack, name: Type.String() };
const at = Type.String({ format: 'date-time' });

/** Whether a library could be installed and opened, and what of. */
export const OpenedSample = Type.Object({
  kind: Type.Literal('opened'),
  ...of,
  at,
  install: Library.properties.install,
  versions: Library.properties.versions,
});

/** Whether it gives the answers that are known to be right. */
export const AnswersSample = Type.Object({
  kind: Type.Literal('answers'),
  ...of,
  at,
  answers: Library.properties.answers,
});

/** All that its operations cause. */
export const CountsSample = Type.Object({
  kind: Type.Literal('counts'),
  ...of,
  at,
  counts: Type.Array(OperationCounts),
  failed: Type.Optional(Type.String({ description: 'Why there are none: the error, word for word.' })),
});

/** The pool that it has when nobody sets anything. */
export const PoolSample = Type.Object({
  kind: Type.Literal('pool'),
  ...of,
  at,
  pool: Type.Optional(DefaultPool),
  failed: Type.Optional(Type.String({ description: 'Why there is none: the error, word for word.' })),
});

const metrics = Type.Partial(Type.Record(Type.Enum([...COST_METRICS]), Type.Number()), {
  description: 'In the units of LibraryCost: cpu, p50, p99 and start_up in ms, throughput in req/s, peak_rss in bytes.',
});

/** What one block measured of one operation. */
export const CostSample = Type.Object({
  kind: Type.Literal('cost'),
  ...of,
  at,
  operation: OperationCounts.properties.operation,
  block: Type.Integer({ minimum: 0 }),
  metrics,
  failed: Type.Optional(Type.String({ description: 'Why there are no metrics: the first error, word for word.' })),
  invalid: Type.Optional(
    Type.Array(Invalidity, { description: 'Why the metrics do not count; measured once more then.' }),
  ),
  gauge: Type.Optional(
    Type.Object(
      { metrics, invalid: Type.Optional(Type.Array(Invalidity)) },
      { description: 'The same of a process of the reference that stays up, right before or after it.' },
    ),
  ),
});

/** What came of one fault. */
export const BreakSample = Type.Object({ kind: Type.Literal('break'), ...of, at, found: LibraryBreak });

export const LibrarySample = Type.Union([
  OpenedSample,
  AnswersSample,
  CountsSample,
  PoolSample,
  CostSample,
  BreakSample,
]);

export type OpenedSample = Static<typeof OpenedSample>;
export type AnswersSample = Static<typeof AnswersSample>;
export type CountsSample = Static<typeof CountsSample>;
export type PoolSample = Static<typeof PoolSample>;
export type CostSample = Static<typeof CostSample>;
export type BreakSample = Static<typeof BreakSample>;
export type LibrarySample = Static<typeof LibrarySample>;
