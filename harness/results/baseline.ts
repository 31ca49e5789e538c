/** A stored baseline: the metrics of one complete run that a later run may be compared with, and what they came from. */
import { type Static, Type } from 'typebox';
import { ENTRY_KINDS } from './baseline-entry-kinds.ts';
import { BaselineReason, EntryReason } from './baseline-reasons.ts';
import { OneSidedCell } from './diff.ts';
import { VERDICTS } from './diff-row.ts';
import { Metric, NumberOrNull } from './measures.ts';
import { PATTERNS, PatternName, SCHEMA_VERSION, STACKS, StackName } from './names.ts';
import { RunHeader } from './run.ts';

/** The version of baseline-diff.json. Version 1 held sentences where this one holds codes. */
export const BASELINE_DIFF_VERSION = 2;

/** One metric of a variant of a pattern. */
export const BaselineEntry = Type.Object({
  of: Type.Enum([...ENTRY_KINDS]),
  pattern: PatternName,
  stack: Type.Union([StackName, Type.Null()], { description: 'Null for a ratio of the stacks.' }),
  variant: Type.String(),
  metric: Metric,
  difference: Type.Optional(
    Type.Literal(true, { description: 'A gain that is after less before, and not their ratio.' }),
  ),
  value: Type.Number({ description: "A plain ratio, or in the metric's unit." }),
  low: Type.Union([Type.Number(), Type.Null()], { description: 'The 95 % interval; null below three blocks.' }),
  high: NumberOrNull,
});

/** What tells of a run whether metrics of another run may stand beside its own. */
export const BaselineRun = Type.Object({
  ...Type.Pick(RunHeader, ['id', 'duet_version', 'profile', 'patterns', 'stacks', 'sizes', 'environment', 'sources'])
    .properties,
  finished_at: Type.String({ format: 'date-time' }),
});

export const Baseline = Type.Object({
  schema: Type.Literal('duet-baseline'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  run: BaselineRun,
  cells: Type.Array(
    Type.Object({ pattern: PatternName, stack: StackName, variant: Type.String(), measured: Type.Boolean() }),
    { description: 'Every cell of the run, so that a variant that comes or goes is noticed.' },
  ),
  figures: Type.Array(BaselineEntry),
});

/** The verdict on one entry, the stored one beside that of a later run. */
export const BaselineRow = Type.Object({
  of: Type.Enum([...ENTRY_KINDS]),
  pattern: PatternName,
  stack: Type.Union([StackName, Type.Null()], {
    description: 'Null for a ratio of the stacks, which cannot tell which of them changed.',
  }),
  variant: Type.String(),
  metric: Metric,
  family: Type.Enum(['primary', 'secondary'], {
    description: 'Primary: counts, gains and CPU. Secondary metrics alert, and fail only if strict.',
  }),
  verdict: Type.Enum([...VERDICTS, 'refused'], {
    description: 'Refused: the two may not be compared, which is no fault of either.',
  }),
  alert: Type.Boolean({ description: 'A regression that does not fail the gate.' }),
  why: Type.Optional({
    ...EntryReason,
    description: 'Given for what is neither better, worse nor the same, and for what became worse without telling why.',
  }),
  base: Type.Union([Type.Number(), Type.Null()], { description: "A plain ratio, or in the metric's unit." }),
  head: NumberOrNull,
  change: Type.Union(
    [
      Type.Object({
        kind: Type.Enum(['ratio', 'difference'], { description: 'head / base, or head - base.' }),
        value: Type.Number(),
        low: Type.Union([Type.Number(), Type.Null()], { description: 'About 95 %, from both intervals.' }),
        high: NumberOrNull,
      }),
      Type.Null(),
    ],
    { description: 'Null for counts, which are exact, and where nothing was compared.' },
  ),
});

/** What a comparison with a baseline says. */
export const BaselineDiff = Type.Object({
  schema: Type.Literal('duet-baseline-diff'),
  schema_version: Type.Literal(BASELINE_DIFF_VERSION),
  verdict: Type.Enum([...VERDICTS]),
  why: BaselineReason,
  exit_code: Type.Integer({ description: '0, 1 (the gate failed) or 5 (invalid).' }),
  tolerance: Type.Number({ description: 'Relative change of a ratio or value that is let pass: 0.25 is 25 %.' }),
  fail_on: Type.Enum(['regression', 'inconclusive', 'never']),
  strict: Type.Boolean(),
  base: BaselineRun,
  head: BaselineRun,
  one_sided: Type.Array(OneSidedCell, { description: 'Variants that only one of the runs has.' }),
  not_measured: Type.Array(
    Type.Object({ name: Type.Enum([...PATTERNS, ...STACKS]), only: Type.Enum(['base', 'head']) }),
    { description: 'Patterns and stacks that only one of the runs was asked for.' },
  ),
  rows: Type.Array(BaselineRow, { description: 'The worst verdict first.' }),
});

export type BaselineRow = Static<typeof BaselineRow>;
export type BaselineDiff = Static<typeof BaselineDiff>;
export type BaselineEntry = Static<typeof BaselineEntry>;
export type BaselineRun = Static<typeof BaselineRun>;
export type Baseline = Static<typeof Baseline>;
