/** What a diff writes: its header (all that was known before the first trial) and what its samples say, diff.json. */
import { type Static, Type } from 'typebox';
import { Estimate, Metric, Validity } from './measures.ts';
import { PatternName, SCHEMA_VERSION, SideName, StackName } from './names.ts';
import { CellInspection, Environment } from './run.ts';

export const VERDICTS = ['regression', 'improvement', 'no change', 'inconclusive', 'invalid'] as const;
export const VerdictName = Type.Enum([...VERDICTS]);

/** One of the two things compared. */
export const DiffSide = Type.Object({
  given: Type.String({ description: 'As typed: a git ref or a folder; "working tree" where none was.' }),
  kind: Type.Enum(['ref', 'folder', 'working-tree']),
  commit: Type.Union([Type.String(), Type.Null()], { description: 'Of a ref and of the working tree.' }),
  dirty: Type.Boolean({ description: 'The working tree had changes that are not in the commit.' }),
  sources: Type.Record(Type.String(), Type.String(), {
    description: 'A hash of the source files of each service: a diff that goes on needs the same.',
  }),
  dependencies: Type.Partial(
    Type.Record(StackName, Type.Enum(['shared', 'own']), {
      description: "Shared: its lock file is the one of the harness. Own: installed from the side's lock file.",
    }),
  ),
  runtimes: Type.Partial(Type.Record(StackName, Type.String())),
});

/** Pattern x stack x variant. */
export const CellName = Type.Object({ pattern: PatternName, stack: StackName, variant: Type.String() });

/** A cell that only one side has. */
export const OneSidedCell = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  change: Type.Enum(['added', 'removed']),
});

/** Answers of one stack that are not the same on both sides: shown, and judged by whoever reads it. */
export const AnswerDifference = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  path: Type.String({ description: 'JSON path of the first difference.' }),
  base: Type.String(),
  head: Type.String(),
});

/** The smallest relative change that matters, by kind of metric: 0.03 is 3 %. */
export const Thresholds = Type.Object({ cost: Type.Number(), time: Type.Number(), memory: Type.Number() });

/** What a change of some size is worth in a diff of so many blocks: computed before it starts, and for fewer anew. */
export const Power = Type.Object({
  sd: Type.Number({ description: "Standard deviation of a block's log ratio that was assumed." }),
  change: Type.Number({ description: 'Relative change of one cell, 0.05 for 5 % worse.' }),
  found: Type.Number({ description: 'Share of diffs in which it would be called a regression.' }),
});

/** A cell and metric that screening suspected. */
export const Suspect = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  metric: Type.String(),
});

export const DiffPlan = Type.Object({
  screening_blocks: Type.Integer({ description: 'Of every cell; blocks 0 to this less 1.' }),
  fresh_blocks: Type.Integer({ description: 'Of every suspect; the blocks after those of screening.' }),
  planned: Type.Optional(
    Type.Object(
      { screening_blocks: Type.Integer(), fresh_blocks: Type.Integer() },
      { description: 'As planned before the first block, where the time budget held fewer: decided by time alone.' },
    ),
  ),
  suspects: Type.Optional(
    Type.Array(Suspect, { description: 'Those that get fresh blocks. Absent until screening is over.' }),
  ),
  out_of_time: Type.Optional(
    Type.Array(Suspect, { description: 'Suspected too, but the time budget had no fresh blocks left for them.' }),
  ),
});

/** Everything known before the first timed trial; stored as run.json. */
export const DiffHeader = Type.Object({
  schema: Type.Literal('duet-diff-run'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String({ description: 'The command line, as typed after "duet".' }),
  started_at: Type.String({ format: 'date-time' }),
  resumed_at: Type.Optional(Type.Array(Type.String({ format: 'date-time' }))),
  seed: Type.Integer(),
  budget_ms: Type.Integer({
    description: 'For the whole diff, set-up and reports included, the installing of dependencies not.',
  }),
  counts_only: Type.Boolean({ description: 'Only counts were compared: nothing was timed.' }),
  thresholds: Thresholds,
  alerts: Type.Union([Thresholds, Type.Null()], { description: 'Smaller changes that are pointed at but never fail.' }),
  fail_on: Type.Enum(['regression', 'inconclusive', 'never']),
  strict: Type.Boolean({ description: 'Regressions of secondary metrics fail, too.' }),
  patterns: Type.Array(PatternName),
  stacks: Type.Array(StackName),
  sizes: Type.Record(Type.String(), Type.Number(), { description: 'The frozen sizes of the plan.' }),
  plan: DiffPlan,
  power: Type.Array(Power),
  sides: Type.Record(SideName, DiffSide),
  same_services: Type.Optional(
    Type.Literal(true, {
      description: 'The services of both sides are byte for byte the same: nothing was run, nothing can have changed.',
    }),
  ),
  cells: Type.Array(CellName, {
    description: 'What is judged: every `after*` cell that both sides have and that a run times.',
  }),
  counted: Type.Optional(
    Type.Array(CellName, {
      description: 'The other `after*` cells that both sides have: judged by their counts alone.',
    }),
  ),
  one_sided: Type.Array(OneSidedCell),
  unmeasured: Type.Optional(
    Type.Array(CellName, { description: "Both sides have it, and head's harness does not know how to measure it." }),
  ),
  answers: Type.Array(AnswerDifference),
  inspections: Type.Record(SideName, Type.Array(CellInspection), {
    description:
      'What the requests of every cell cause, counted on each side. A cell stands twice where the sides differed: it was counted again.',
  }),
  environment: Environment,
  harness_sources: Type.Record(Type.String(), Type.String()),
});

/** The values of one side, block by block, with the blocks of the other side in the same order. */
const Pairs = Type.Object({ base: Type.Array(Type.Number()), head: Type.Array(Type.Number()) });

/** The verdict on one metric of one cell. */
export const DiffRow = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  metric: Metric,
  family: Type.Enum(['primary', 'secondary'], { description: 'Secondary metrics alert, and fail only if strict.' }),
  verdict: VerdictName,
  alert: Type.Boolean({ description: 'Worse by more than the alert threshold, and not a regression.' }),
  why: Type.Optional(Type.String({ description: 'In words, for "inconclusive" and "invalid".' })),
  threshold: Type.Union([Type.Number(), Type.Null()], { description: 'Relative; null for counts, which are exact.' }),
  base: Type.Union([Type.Number(), Type.Null()], { description: "In the metric's unit, over the judged blocks." }),
  head: Type.Union([Type.Number(), Type.Null()]),
  change: Type.Union([Estimate, Type.Null()], {
    description: 'head / base over the judged blocks, with its interval; null for counts and where nothing was judged.',
  }),
  suspected: Type.Boolean(),
  p: Type.Union([Type.Number(), Type.Null()], { description: 'Of the fresh blocks after Holm; null without them.' }),
  screening: Pairs,
  fresh: Pairs,
  lag1: Type.Optional(Type.Number({ description: 'Autocorrelation of neighbouring judged blocks, where it is high.' })),
});

/** Base against base (A/A), in processes of its own: what the numbers do when nothing differs. */
export const DiffControl = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  metric: Type.String(),
  ratio: Estimate,
  sd_per_block: Type.Union([Type.Number(), Type.Null()]),
  moved: Type.Boolean(),
});

export const DiffResults = Type.Object({
  schema: Type.Literal('duet-diff'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  status: Type.Enum(['complete', 'partial']),
  status_reason: Type.Union([Type.String(), Type.Null()]),
  finished_at: Type.String({ format: 'date-time' }),
  trials: Type.Integer({ description: 'Samples behind these results.' }),
  verdict: VerdictName,
  why: Type.String({ description: 'The verdict in one sentence, naming the worst row.' }),
  exit_code: Type.Integer({ description: '0, 1 (the gate failed) or 5 (invalid).' }),
  run: DiffHeader,
  rows: Type.Array(DiffRow, { description: 'The worst verdict first.' }),
  controls: Type.Array(DiffControl),
  validity: Validity,
});

export type VerdictName = (typeof VERDICTS)[number];
export type DiffSide = Static<typeof DiffSide>;
export type CellName = Static<typeof CellName>;
export type OneSidedCell = Static<typeof OneSidedCell>;
export type AnswerDifference = Static<typeof AnswerDifference>;
export type Thresholds = Static<typeof Thresholds>;
export type Power = Static<typeof Power>;
export type Suspect = Static<typeof Suspect>;
export type DiffPlan = Static<typeof DiffPlan>;
export type DiffHeader = Static<typeof DiffHeader>;
export type DiffRow = Static<typeof DiffRow>;
export type DiffControl = Static<typeof DiffControl>;
export type DiffResults = Static<typeof DiffResults>;
