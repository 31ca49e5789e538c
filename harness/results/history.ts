/** The history of a project: one line per run, small enough for a file that is kept for years. */
import { type Static, Type } from 'typebox';
import { Metric } from './measures.ts';
import { PatternName, ProfileName, SCHEMA_VERSION, StackName } from './names.ts';

/** The gain of one variant in one run. */
export const TrendPoint = Type.Object({
  pattern: PatternName,
  title: Type.String({ description: 'Of the pattern.' }),
  stack: StackName,
  variant: Type.String(),
  metric: Metric,
  headline: Type.Boolean({ description: "Whether the metric is that of the pattern's summary." }),
  kind: Type.Enum(['ratio', 'difference']),
  value: Type.Number(),
  low: Type.Union([Type.Number(), Type.Null()]),
  high: Type.Union([Type.Number(), Type.Null()]),
});

/** One run: a line of the history file. */
export const HistoryEntry = Type.Object({
  schema: Type.Literal('duet-history'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  run: Type.String({ description: 'Its id; the same run counts once.' }),
  finished_at: Type.String({ format: 'date-time' }),
  commit: Type.Union([Type.String(), Type.Null()]),
  dirty: Type.Boolean(),
  profile: ProfileName,
  fingerprint: Type.String({ description: 'Of the environment: where it changes, the line is broken.' }),
  machine: Type.String({ description: 'The environment in words, for the mark of a break.' }),
  gains: Type.Array(TrendPoint),
});

export type TrendPoint = Static<typeof TrendPoint>;
export type HistoryEntry = Static<typeof HistoryEntry>;
