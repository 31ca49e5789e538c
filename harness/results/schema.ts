/**
 * The versioned format of everything a run writes: the header (what was known before the first trial),
 * the samples (one line per trial) and the results (what the samples say).
 *
 * Numbers are in fixed base units which stand in the metric's `unit`: ms, bytes, req/s, count, fraction.
 * Formatting happens only in `report/`.
 */
import { type Static, Type } from 'typebox';
import { Estimate, Validity } from './measures.ts';
import { PatternName, SCHEMA_VERSION, StackName } from './names.ts';
import { PatternResult } from './pattern-result.ts';
import { RunHeader } from './run.ts';

export * from './baseline.ts';
export * from './cell.ts';
export * from './curve.ts';
export * from './diff.ts';
export * from './history.ts';
export * from './measures.ts';
export * from './names.ts';
export * from './pattern-result.ts';
export * from './run.ts';
export * from './tune.ts';

/** A cell against itself (A/A): what the numbers do when nothing differs. */
export const Control = Type.Object({
  pattern: PatternName,
  phase: Type.Optional(Type.String({ description: 'As in the samples.' })),
  stack: StackName,
  variant: Type.String(),
  metric: Type.String(),
  ratio: Estimate,
  sd_per_block: Type.Union([Type.Number(), Type.Null()], {
    description: "Standard deviation of a block's log ratio; null below two blocks.",
  }),
  moved: Type.Boolean({
    description: 'Its interval excludes 1, although nothing differs; by chance in one of 100 runs.',
  }),
});

export const Results = Type.Object({
  schema: Type.Literal('duet-results'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  status: Type.Enum(['complete', 'partial']),
  status_reason: Type.Union([Type.String(), Type.Null()]),
  finished_at: Type.String({ format: 'date-time' }),
  trials: Type.Integer({ description: 'Samples behind these results.' }),
  run: RunHeader,
  patterns: Type.Array(PatternResult),
  controls: Type.Optional(Type.Array(Control)),
  validity: Type.Optional(Validity),
});

export type Control = Static<typeof Control>;
export type Results = Static<typeof Results>;
