/** What a diff says of one metric of one cell, and of base against itself. */
import { type Static, Type } from 'typebox';
import { AcceptedLine } from './accepted.ts';
import { RowReason } from './diff-reasons.ts';
import { Machines } from './fixed-plan.ts';
import { Estimate, Metric, NumberOrNull } from './measures.ts';
import { DiffPatternName, DiffStackName } from './names.ts';

export const VERDICTS = ['regression', 'improvement', 'no change', 'inconclusive', 'invalid'] as const;
/**
 * Those of a diff; `accepted` is a regression that was stated beforehand, and a diff in which nothing is worse than that.
 * `measured` is a share of a diff, which is judged with the others.
 */
export const DIFF_VERDICTS = [...VERDICTS, 'accepted', 'measured'] as const;
export const VerdictName = Type.Enum([...DIFF_VERDICTS]);
/** The values of one side, block by block, with the blocks of the other side in the same order. */
const Pairs = Type.Object({ base: Type.Array(Type.Number()), head: Type.Array(Type.Number()) });

/** Why a regression of a secondary metric fails the gate although the diff is not strict. */
export const Beyond = Type.Object({
  threshold: Type.Number({ description: 'The second one, relative: all of the interval is worse than that.' }),
  level: Type.Number({ description: 'The level of the interval.' }),
  blocks: Type.Integer({ description: 'Behind it: all that were measured, screening and fresh ones.' }),
});

/** The verdict on one metric of one cell. */
export const DiffRow = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  metric: Metric,
  family: Type.Enum(['primary', 'secondary'], {
    description: 'Secondary metrics alert; they fail beyond a second threshold, and beyond their own if strict.',
  }),
  verdict: VerdictName,
  alert: Type.Boolean({ description: 'Worse by more than the alert threshold, and not a regression.' }),
  gated: Type.Boolean({
    description:
      'Whether the gate asks this row: a primary metric, any metric if strict, or one beyond its second threshold.',
  }),
  fails: Type.Boolean({ description: 'Whether the gate is red because of this row.' }),
  why: Type.Optional({ ...RowReason, description: 'The reason for "inconclusive" and "invalid".' }),
  accepted: Type.Optional(
    Type.Pick(AcceptedLine, ['line', 'from'], { description: 'The line by which it is "accepted".' }),
  ),
  threshold: Type.Union([Type.Number(), Type.Null()], {
    description:
      'Relative, for growth in its unit and, where both sides grow, by what they grow by; null for counts, which are exact, but for blocks: 1 is a factor of 2.',
  }),
  base: Type.Union([Type.Number(), Type.Null()], { description: "In the metric's unit, over the judged blocks." }),
  head: NumberOrNull,
  change: Type.Union([Estimate, Type.Null()], {
    description: 'head / base over the judged blocks, with its interval; null for counts and where nothing was judged.',
  }),
  difference: Type.Optional({
    ...Estimate,
    description:
      "For growth, in place of the change: head less base, in the metric's unit. Absent where nothing was judged.",
  }),
  beyond: Type.Optional(Beyond),
  suspected: Type.Boolean({ description: 'By screening, in the two-stage rule of older diffs.' }),
  p: Type.Union([Type.Number(), Type.Null()], {
    description:
      'Two-sided, of no change: of the judged blocks where a change was found, of the fresh blocks after Holm in the two-stage rule; else null.',
  }),
  blocks: Type.Optional({ ...Pairs, description: 'All of the cell that are valid; absent in the two-stage rule.' }),
  decided_after: Type.Optional(Type.Integer({ description: 'So many of them: the verdict rests on these alone.' })),
  screening: { ...Pairs, description: 'Used by the two-stage rule; else empty.' },
  fresh: { ...Pairs, description: 'Used by the two-stage rule; else empty.' },
  lag1: Type.Optional(Type.Number({ description: 'Autocorrelation of neighbouring judged blocks, where it is high.' })),
  machines: Type.Optional({ ...Machines, description: 'Where shares of several were merged.' }),
});

/** Base against base (A/A), in processes of its own: what the numbers do when nothing differs. */
export const DiffControl = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  metric: Type.String(),
  ratio: Estimate,
  sd_per_block: NumberOrNull,
  moved: Type.Boolean(),
});

export type VerdictName = (typeof DIFF_VERDICTS)[number];
export type Beyond = Static<typeof Beyond>;
export type DiffRow = Static<typeof DiffRow>;
export type DiffControl = Static<typeof DiffControl>;
