/** Why a diff, or one of its rows, came out as it did: codes with the values they rest on. report/diff makes sentences of them. */
import { type Static, Type } from 'typebox';
import { FactReading } from './facts.ts';
import { Invalidity } from './measures.ts';
import { DiffPatternName, DiffStackName, SideName } from './names.ts';
import { reason, StoredText } from './reason.ts';

/** One metric of one cell, which is one row of a diff. */
export const RowName = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  metric: Type.String({ description: 'Its id.' }),
});

/** The worst row first. */
const Rows = Type.Array(RowName);
const Threshold = Type.Number({ description: 'Relative: 0.03 is 3 %. Of growth in its unit.' });
const Needed = Type.Integer({ description: 'So many blocks it takes.' });
const Counted = Type.Array(Type.Number(), { description: 'Per request, one value for each pass.' });

/** Why a row is inconclusive or invalid. */
export const RowReason = Type.Union([
  reason('requests-failed', 'Requests of the cell failed in a pass that times nothing.', {
    sides: Type.Array(SideName),
    during: Type.Enum(['counting', 'reading-shape']),
  }),
  reason('not-counted', 'One side could not be counted.', { side: SideName }),
  reason('counts-differ', 'Two passes gave different counts.', { base: Counted, head: Counted }),
  reason('fact-undecided', 'The readings of a shape fact do not agree.', {
    base: Type.Array(FactReading),
    head: Type.Array(FactReading),
  }),
  reason('too-many-invalid', 'Too many trials of the diff are invalid.', {
    invalid: Type.Integer(),
    trials: Type.Integer(),
    most_share: Type.Number({ description: 'More than this share of them is too many.' }),
  }),
  reason('control-moved', 'Base against itself differs in this metric.', {
    pattern: DiffPatternName,
    variant: Type.String(),
  }),
  reason('no-valid-trial', 'No trial of one side is valid.', { side: SideName, invalid: Invalidity }),
  reason('not-measured', 'No block has both sides.', {}),
  reason('too-few-blocks', 'Fewer blocks than a look takes.', {
    blocks: Type.Integer(),
    needed: Needed,
    ended: Type.Optional(Type.Literal('time', { description: 'The time budget held no more.' })),
  }),
  reason('undecided', 'The blocks show neither a change nor that it lies inside the threshold.', {
    blocks: Type.Integer(),
    threshold: Threshold,
    ended: Type.Optional(
      Type.Enum(['time', 'regression'], { description: 'What ended measuring before the cell was decided.' }),
    ),
  }),
  reason('machines-differ', 'Machines differ, and without one of them the verdict would be another.', {
    machines: Type.Integer(),
  }),
  reason('interval-beyond', 'Two-stage rule: the interval of screening does not lie inside the threshold.', {
    level: Type.Number({ description: 'The level of the interval.' }),
    threshold: Threshold,
  }),
  reason('not-confirmed', 'Two-stage rule: fresh blocks neither confirm the suspected change nor exclude it.', {
    threshold: Threshold,
  }),
  reason('out-of-time', 'Two-stage rule: suspected, without time for fresh blocks.', {}),
  reason('too-few-fresh-blocks', 'Two-stage rule: suspected, with fewer fresh blocks than it takes.', {
    blocks: Type.Integer(),
    needed: Needed,
  }),
  StoredText,
]);

/** Why the diff as a whole has its verdict. */
export const DiffReason = Type.Union([
  reason('changed', 'These rows became worse, or better, as the verdict says.', { rows: Rows }),
  reason('accepted', 'These rows became worse as a line states.', { rows: Rows }),
  reason('undecided', 'These rows are inconclusive.', { rows: Rows }),
  reason('unchanged', 'None of the rows that decide changed.', {}),
  reason('share', 'A share of a plan was measured: all of them are judged together.', {}),
  reason('same-services', 'The services of both sides are byte for byte the same.', {}),
  reason('uncompared', 'Some differences were not compared: see "uncompared".', {}),
  reason('unfinished', 'The diff did not come to its end: see "status_reason".', {}),
  reason('distrusted', 'Rows that decide are invalid: see "distrust" of "validity".', {}),
  reason('nothing-to-judge', 'There was nothing to judge.', {
    cause: Type.Enum(['no-common-cell', 'nothing-on-both-sides']),
  }),
  StoredText,
]);

/** What the verdict of a diff does not say, and somebody should know. */
export const DiffAside = Type.Union([
  reason('distrusted', 'Beside a regression: other rows that decide are invalid.', {}),
  reason('accepted', 'These rows became worse as a line states.', { rows: Rows }),
  reason('improved', 'These rows became better.', { rows: Rows }),
  reason('not-gated', 'These rows became worse and decide only if strict.', { rows: Rows }),
  reason('only-shown', 'These rows became worse, of requests that decide nothing.', { rows: Rows }),
  reason('counts-drift', 'These counts are not the same from pass to pass on one side, and decide nothing.', {
    counts: Type.Array(Type.Object({ ...RowName.properties, base: Counted, head: Counted })),
  }),
  reason('growth-undecided', 'The memory growth of these rows was not decided, and they decide nothing.', {
    rows: Rows,
  }),
]);

/** A reason for which rows that decide are invalid. */
export const Distrust = Type.Object({ why: RowReason, rows: Rows });

export type RowName = Static<typeof RowName>;
export type RowReason = Static<typeof RowReason>;
export type DiffReason = Static<typeof DiffReason>;
export type DiffAside = Static<typeof DiffAside>;
export type Distrust = Static<typeof Distrust>;
