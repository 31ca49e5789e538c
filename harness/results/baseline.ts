/** A stored baseline: the figures of one complete run that a later run may be compared with, and what they came from. */
import { type Static, Type } from 'typebox';
import { OneSidedCell, VERDICTS } from './diff.ts';
import { Metric } from './measures.ts';
import { PatternName, SCHEMA_VERSION, StackName } from './names.ts';
import { RunHeader } from './run.ts';

/**
 * What a figure is, which decides how it may be compared: a count is exact; a gain (before / after) and a ratio of the
 * stacks (Node / Python) mean something on another machine, too; a value in ms or bytes only on the same one.
 */
export const FIGURE_KINDS = ['count', 'gain', 'ratio', 'value'] as const;

/** One figure of a variant of a pattern. */
export const Figure = Type.Object({
  of: Type.Enum([...FIGURE_KINDS]),
  pattern: PatternName,
  stack: Type.Union([StackName, Type.Null()], { description: 'Null for a ratio of the stacks.' }),
  variant: Type.String(),
  metric: Metric,
  difference: Type.Optional(
    Type.Literal(true, { description: 'A gain that is after less before, and not their ratio.' }),
  ),
  value: Type.Number({ description: "A plain ratio, or in the metric's unit." }),
  low: Type.Union([Type.Number(), Type.Null()], { description: 'The 95 % interval; null below three blocks.' }),
  high: Type.Union([Type.Number(), Type.Null()]),
});

/** Of a run, what tells whether figures of another run may stand beside its own. */
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
  figures: Type.Array(Figure),
});

/** The verdict on one figure, the stored one beside that of a later run. */
export const BaselineRow = Type.Object({
  of: Type.Enum([...FIGURE_KINDS]),
  pattern: PatternName,
  stack: Type.Union([StackName, Type.Null()], {
    description: 'Null for a ratio of the stacks, which cannot tell which of them changed.',
  }),
  variant: Type.String(),
  metric: Metric,
  family: Type.Enum(['primary', 'secondary'], {
    description: 'Primary: counts, gains and CPU. Secondary figures alert, and fail only if strict.',
  }),
  verdict: Type.Enum([...VERDICTS, 'refused'], {
    description: 'Refused: the two may not be compared, which is no fault of either.',
  }),
  alert: Type.Boolean({ description: 'A regression that does not fail the gate.' }),
  why: Type.Optional(Type.String({ description: 'In words, for what is neither better, worse nor the same.' })),
  base: Type.Union([Type.Number(), Type.Null()], { description: "A plain ratio, or in the metric's unit." }),
  head: Type.Union([Type.Number(), Type.Null()]),
  change: Type.Union(
    [
      Type.Object({
        kind: Type.Enum(['ratio', 'difference'], { description: 'head / base, or head - base.' }),
        value: Type.Number(),
        low: Type.Union([Type.Number(), Type.Null()], { description: 'About 95 %, from both intervals.' }),
        high: Type.Union([Type.Number(), Type.Null()]),
      }),
      Type.Null(),
    ],
    { description: 'Null for counts, which are exact, and where nothing was compared.' },
  ),
});

/** What a comparison with a baseline says. */
export const BaselineDiff = Type.Object({
  schema: Type.Literal('duet-baseline-diff'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  verdict: Type.Enum([...VERDICTS]),
  why: Type.String({ description: 'The verdict in one sentence.' }),
  exit_code: Type.Integer({ description: '0, 1 (the gate failed) or 5 (invalid).' }),
  tolerance: Type.Number({ description: 'Relative change of a ratio or value that is let pass: 0.25 is 25 %.' }),
  fail_on: Type.Enum(['regression', 'inconclusive', 'never']),
  strict: Type.Boolean(),
  base: BaselineRun,
  head: BaselineRun,
  one_sided: Type.Array(OneSidedCell, { description: 'Variants that only one of the runs has.' }),
  not_measured: Type.Array(Type.String(), {
    description: 'Patterns and stacks that only one of the runs was asked for.',
  }),
  rows: Type.Array(BaselineRow, { description: 'The worst verdict first.' }),
});

export type BaselineRow = Static<typeof BaselineRow>;
export type BaselineDiff = Static<typeof BaselineDiff>;
export type FigureKind = (typeof FIGURE_KINDS)[number];
export type Figure = Static<typeof Figure>;
export type BaselineRun = Static<typeof BaselineRun>;
export type Baseline = Static<typeof Baseline>;
