/** What a diff writes: its header (all that was known before the first trial) and what its samples say, diff.json. */
import { type Static, Type } from 'typebox';
import { AcceptedLine, UnmatchedLine } from './accepted.ts';
import { DiffAdvice } from './diff-advice.ts';
import { DiffAside, DiffReason, Distrust, RowName } from './diff-reasons.ts';
import { DIFF_VERDICTS, DiffControl, DiffRow } from './diff-row.ts';
import { DiffService } from './diff-service.ts';
import { CellFacts } from './facts.ts';
import { FixedPlan, Machine } from './fixed-plan.ts';
import { Validity } from './measures.ts';
import { DiffPatternName, DiffStackName, SCHEMA_VERSION, SideName } from './names.ts';
import { CellInspection, Environment } from './run.ts';
import { SequentialPlan } from './sequential-plan.ts';
import { Sizes } from './sizes.ts';
import { Thresholds } from './thresholds.ts';
import { Uncompared } from './uncompared.ts';

/** The version of diff.json. Version 1 held sentences where this one holds codes: see diff-older.ts. */
export const DIFF_VERSION = 2;

/** What a diff as a whole can come to: incomplete where nothing became worse in what was compared, which was not all. */
export const OUTCOMES = [...DIFF_VERDICTS, 'incomplete'] as const;
export const OutcomeName = Type.Enum([...OUTCOMES]);

/** A base that is a branch with commits that head does not have. */
export const BaseBranch = Type.Object({
  commit: Type.String({ description: 'Where the branch is.' }),
  ahead: Type.Integer({ description: 'Commits of the branch that head does not have.' }),
  compared: Type.Enum(['merge-base', 'exact', 'contains-head', 'unrelated'], {
    description:
      'What base is: the merge base; or the commit where the branch is, because --exact-base asked for that, the branch contains head, or the two have no commit in common.',
  }),
  merge_bases: Type.Optional(Type.Integer({ description: 'How many there are, where there are several.' })),
});

/** Content that belongs to a side and is not on this machine. */
export const Absent = Type.Object({
  path: Type.String({ description: 'The folder of the submodule, or the file.' }),
  kind: Type.Enum(['submodule', 'lfs-pointer']),
  fix: Type.String({ description: 'The command that brings it.' }),
  commit: Type.Optional(Type.String({ description: 'The commit of a submodule that the side names.' })),
});

/** One of the two things compared. */
export const DiffSide = Type.Object({
  given: Type.String({ description: 'As typed: a git ref or a folder; "working tree" where none was.' }),
  kind: Type.Enum(['ref', 'folder', 'working-tree']),
  commit: Type.Union([Type.String(), Type.Null()], {
    description: 'The commit of a ref or of the working tree; for a base that is a branch, perhaps the merge base.',
  }),
  branch: Type.Optional(BaseBranch),
  dirty: Type.Boolean({ description: 'The working tree had changes that are not in the commit.' }),
  sources: Type.Record(Type.String(), Type.String(), {
    description:
      'A hash of the source files of each service that it has, and of the fixtures/sql that it was given: a diff that goes on needs the same.',
  }),
  dependencies: Type.Partial(
    Type.Record(DiffStackName, Type.Enum(['shared', 'own']), {
      description: "Shared: its lock file is the one of the harness. Own: installed from the side's lock file.",
    }),
  ),
  absent: Type.Optional(
    Type.Array(Absent, { description: 'What the services of neither side were given, because it is not here.' }),
  ),
  runtimes: Type.Partial(Type.Record(DiffStackName, Type.String())),
});

/** Pattern x stack x variant. */
export const CellName = Type.Object({ pattern: DiffPatternName, stack: DiffStackName, variant: Type.String() });

/** A cell that only one side has. */
export const OneSidedCell = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  change: Type.Enum(['added', 'removed']),
});

/** Answers of one stack that are not the same on both sides: shown, and judged by whoever reads it. */
export const AnswerDifference = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  path: Type.String({
    description: 'JSON path of the first difference; `status` or `body` where the answer as a whole is meant.',
  }),
  base: Type.String(),
  head: Type.String(),
  random: Type.Optional(
    Type.Literal(true, { description: 'Base does not give the same answer twice, so that it says nothing of head.' }),
  ),
});

/** What a change of some size is worth in a diff of so many blocks: computed before it starts, and for fewer anew. */
export const Power = Type.Object({
  sd: Type.Number({ description: "Standard deviation of a block's log ratio that was assumed." }),
  change: Type.Number({ description: 'Relative change of one cell, 0.05 for 5 % worse.' }),
  found: Type.Number({ description: 'Share of diffs in which it would be called a regression.' }),
  read: Type.Optional(
    Type.Object(
      {
        share: Type.Number({ description: 'The share of such a change that the measured CPU shows there.' }),
        cells: Type.Array(Type.String(), { description: 'As paths, "parallel/node/after".' }),
      },
      { description: 'The cells that this is about, in which less than all of a change is read; absent: all others.' },
    ),
  ),
});

export const DiffPlan = Type.Object({
  sequential: Type.Optional(SequentialPlan),
  fixed: Type.Optional({ ...FixedPlan, description: 'In place of the sequential rule, where shares are measured.' }),
  turns: Type.Optional(
    Type.Object(
      {
        windows: Type.Integer({ description: 'The windows of a side in a block.' }),
        lockstep: Type.Boolean({
          description: 'Service, driver and PostgreSQL shared a core, and none interrupted another.',
        }),
      },
      { description: 'How a cell with a closed loop is measured. Absent where none is, and in older diffs.' },
    ),
  ),
  screening_blocks: Type.Integer({
    description: 'For the two-stage rule of older diffs: blocks of every cell, 0 to this less 1.',
  }),
  fresh_blocks: Type.Integer({
    description: 'For the two-stage rule: blocks of every suspect, after those of screening.',
  }),
  planned: Type.Optional(
    Type.Object(
      { screening_blocks: Type.Integer(), fresh_blocks: Type.Integer() },
      { description: 'As planned before the first block, where the time budget held fewer: decided by time alone.' },
    ),
  ),
  suspects: Type.Optional(
    Type.Array(RowName, { description: 'Those that get fresh blocks. Absent until screening is over.' }),
  ),
  out_of_time: Type.Optional(
    Type.Array(RowName, { description: 'Suspected too, but the time budget had no fresh blocks left for them.' }),
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
    description:
      'For the whole diff, set-up and reports included, the installing of dependencies not. 0 where blocks are fixed.',
  }),
  counts_only: Type.Boolean({ description: 'Only counts were compared: nothing was timed.' }),
  thresholds: Thresholds,
  alerts: Type.Union([Thresholds, Type.Null()], { description: 'Smaller changes that are pointed at but never fail.' }),
  fail_on: Type.Enum(['regression', 'inconclusive', 'never']),
  strict: Type.Boolean({ description: 'Regressions of secondary metrics fail from their own threshold on.' }),
  accepted: Type.Optional(
    Type.Array(AcceptedLine, { description: 'Changes that do not fail: of --accept, --accept-file and .duet-accept.' }),
  ),
  patterns: Type.Array(DiffPatternName),
  stacks: Type.Array(DiffStackName),
  service: Type.Optional(DiffService),
  sizes: Sizes,
  plan: DiffPlan,
  machines: Type.Optional(
    Type.Array(Machine, { description: 'What was merged. The environment is that of the first.' }),
  ),
  power: Type.Array(Power),
  sides: Type.Record(SideName, DiffSide),
  changed_files: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Files of the services, their lock files and fixtures/sql that are not the same on both sides.',
    }),
  ),
  shared_database: Type.Optional(
    Type.String({
      description:
        'Why base and head had one database: the role may not make a second one. Their fixtures/sql are the same.',
    }),
  ),
  same_services: Type.Optional(
    Type.Literal(true, {
      description:
        'The services of both sides are byte for byte the same, and so are their tables: nothing was run, nothing in them can have changed.',
    }),
  ),
  cells: Type.Array(CellName, {
    description: 'What is judged: every `after*` cell that both sides have and that a diff times.',
  }),
  counted: Type.Optional(
    Type.Array(CellName, {
      description:
        'The other `after*` cells that both sides have: judged by their counts, the best way by its shape, too.',
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
  facts: Type.Optional(
    Type.Record(SideName, Type.Array(CellFacts), {
      description:
        'The shape of every cell on each side, read while it was counted. A cell stands twice where the sides differed. Absent in diffs of before there were facts.',
    }),
  ),
  environment: Environment,
  harness_sources: Type.Record(Type.String(), Type.String()),
});

/** Whether the trials of a diff may be believed. */
export const DiffValidity = Type.Object({
  ...Validity.properties,
  trustworthy: Type.Boolean({ description: 'False where a row that decides is invalid.' }),
  distrust: Type.Optional(Type.Array(Distrust, { description: 'Why it is not: each reason once, with its rows.' })),
});

export const DiffResults = Type.Object({
  schema: Type.Literal('duet-diff'),
  schema_version: Type.Literal(DIFF_VERSION),
  status: Type.Enum(['complete', 'partial']),
  status_reason: Type.Union([Type.String(), Type.Null()]),
  finished_at: Type.String({ format: 'date-time' }),
  trials: Type.Integer({ description: 'Samples behind these results.' }),
  verdict: OutcomeName,
  why: DiffReason,
  beside: Type.Array(DiffAside, { description: 'What the verdict does not say, and somebody should know.' }),
  advice: Type.Optional({ ...DiffAdvice, description: 'What to do where the diff could not tell.' }),
  exit_code: Type.Integer({ description: '0, 1 (the gate failed) or 5 (invalid).' }),
  run: DiffHeader,
  uncompared: Type.Optional(
    Type.Array(Uncompared, { description: 'What differs and was not compared: with any of it no diff is green.' }),
  ),
  rows: Type.Array(DiffRow, { description: 'The worst verdict first.' }),
  unmatched: Type.Optional(Type.Array(UnmatchedLine, { description: 'Lines that accepted nothing.' })),
  controls: Type.Array(DiffControl),
  validity: DiffValidity,
});

export type OutcomeName = (typeof OUTCOMES)[number];
export type BaseBranch = Static<typeof BaseBranch>;
export type Absent = Static<typeof Absent>;
export type DiffSide = Static<typeof DiffSide>;
export type CellName = Static<typeof CellName>;
export type OneSidedCell = Static<typeof OneSidedCell>;
export type AnswerDifference = Static<typeof AnswerDifference>;
export type Power = Static<typeof Power>;
export type DiffPlan = Static<typeof DiffPlan>;
export type DiffHeader = Static<typeof DiffHeader>;
export type DiffResults = Static<typeof DiffResults>;
