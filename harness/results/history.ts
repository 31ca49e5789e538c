/** The history of a project: one line per run, small enough for a file that is kept for years. */
import { type Static, Type } from 'typebox';
import { Metric, NumberOrNull } from './measures.ts';
import { PatternName, ProfileName, StackName } from './names.ts';

/** The version of a line. It has its own, because a history outlives the versions of other documents. */
export const HISTORY_VERSION = 1;

/** Which gain it is, of which variant. */
export const GainName = Type.Object({
  pattern: PatternName,
  title: Type.String({ description: 'The title of the pattern.' }),
  stack: StackName,
  variant: Type.String(),
  metric: Metric,
  headline: Type.Boolean({ description: "Whether the metric is that of the pattern's summary." }),
  kind: Type.Enum(['ratio', 'difference']),
});

/** The gain of one variant in one run. */
export const TrendPoint = Type.Object({
  ...GainName.properties,
  value: Type.Number(),
  low: NumberOrNull,
  high: NumberOrNull,
});

/** One run without its gains. */
export const HistoryRun = Type.Object({
  schema: Type.Literal('duet-history'),
  schema_version: Type.Literal(HISTORY_VERSION),
  run: Type.String({ description: 'Its id; the same run counts once.' }),
  service: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'What was measured, where a history holds the runs of several services.',
    }),
  ),
  finished_at: Type.String({ format: 'date-time' }),
  commit: Type.Union([Type.String(), Type.Null()]),
  dirty: Type.Boolean(),
  profile: ProfileName,
  method: Type.Optional(
    Type.String({
      description: 'Identifies how it was measured (harness, tables, sizes): where it changes, the line is broken.',
    }),
  ),
  fingerprint: Type.String({ description: 'Identifies the environment: where it changes, there is a mark.' }),
  machine: Type.String({ description: 'The environment in words.' }),
});

/** One run: a line of the history file. */
export const HistoryEntry = Type.Object({ ...HistoryRun.properties, gains: Type.Array(TrendPoint) });

export type GainName = Static<typeof GainName>;
export type HistoryRun = Static<typeof HistoryRun>;
export type TrendPoint = Static<typeof TrendPoint>;
export type HistoryEntry = Static<typeof HistoryEntry>;
