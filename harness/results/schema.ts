/**
 * The versioned format of everything a run writes: the header (what was known before the first trial),
 * the samples (one line per trial) and the results (what the samples say).
 *
 * Numbers are in fixed base units which stand in the metric's `unit`: ms, bytes, req/s, count, fraction.
 * Formatting happens only in `report/`.
 */
import { type Static, Type } from 'typebox';
import { Estimate, Validity } from './measures.ts';
import { PatternName, StackName } from './names.ts';
import { PatternResult } from './pattern-result.ts';
import { RunHeader } from './run.ts';
import { TimeSpent } from './spent.ts';
import { Verdicts } from './verdicts.ts';

export * from './accepted.ts';
export * from './baseline.ts';
export * from './baseline-entry-kinds.ts';
export * from './baseline-reasons.ts';
export * from './cell.ts';
export * from './curve.ts';
export * from './diff.ts';
export * from './diff-advice.ts';
export * from './diff-older.ts';
export * from './diff-reasons.ts';
export * from './diff-row.ts';
export * from './diff-service.ts';
export * from './facts.ts';
export * from './fixed-plan.ts';
export * from './history.ts';
export * from './measures.ts';
export * from './names.ts';
export * from './pattern-result.ts';
export * from './run.ts';
export * from './sequential-plan.ts';
export * from './sizes.ts';
export * from './spent.ts';
export * from './thresholds.ts';
export * from './timeline.ts';
export * from './trial-rules.ts';
export * from './tune.ts';
export * from './uncompared.ts';
export * from './verdicts.ts';

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

/**
 * The version of results.json. Version 1 held sentences and no verdicts; up to version 2 all loads were driven by duet.
 */
export const RESULTS_VERSION = 3;

const Measured = {
  status: Type.Enum(['complete', 'partial']),
  status_reason: Type.Union([Type.String(), Type.Null()]),
  finished_at: Type.String({ format: 'date-time' }),
  trials: Type.Integer({ description: 'Samples behind these results.' }),
  curve_trials: Type.Optional(Type.Integer({ description: 'Samples behind the curves.' })),
  run: RunHeader,
  patterns: Type.Array(PatternResult),
  controls: Type.Optional(Type.Array(Control)),
  validity: Type.Optional(Validity),
  spent: Type.Optional(TimeSpent),
};

export const Results = Type.Object({
  schema: Type.Literal('duet-results'),
  schema_version: Type.Union([Type.Literal(2), Type.Literal(RESULTS_VERSION)]),
  ...Measured,
  verdicts: Verdicts,
});

/** Results as version 1 of the format has them. */
export const OlderResults = Type.Object({
  schema: Type.Literal('duet-results'),
  schema_version: Type.Literal(1),
  ...Measured,
});

export type Control = Static<typeof Control>;
export type Results = Static<typeof Results>;
/** What a results.json holds, whichever duet wrote it. */
export type StoredResults = Results | Static<typeof OlderResults>;
/** What the samples say, before anything is concluded from it. */
export type Summary = Omit<Results, 'schema_version' | 'verdicts'>;
