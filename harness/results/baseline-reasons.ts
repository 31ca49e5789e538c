/** Why an entry, or a whole comparison with a baseline, came out as it did: codes. report/baseline makes sentences of them. */
import { type Static, Type } from 'typebox';
import { ENTRY_KINDS } from './baseline-entry-kinds.ts';
import { PatternName, StackName } from './names.ts';
import { reason } from './reason.ts';

const Shown = Type.Union([Type.String(), Type.Null()], { description: 'As recorded; null where it was not.' });

/** One thing in which two runs differ, so that metrics of them may not stand beside each other. */
export const Unlike = Type.Object({
  what: Type.String({ description: 'The member of the run, or of its environment or sizes.' }),
  of: Type.Optional(Type.String({ description: 'Which of several: a stack, a part of the sources.' })),
  base: Shown,
  head: Shown,
});

const Unlikes = Type.Array(Unlike);

/** Why an entry is neither better, worse nor the same, or what a change of it may be owed to. */
export const EntryReason = Type.Union([
  reason('other-work', 'The runs had other sizes or another profile.', { unlike: Unlikes }),
  reason('other-environment', 'The machine, the software or the harness differ.', { unlike: Unlikes }),
  reason('other-calibration', 'The report was calibrated to another size.', { unlike: Unlikes }),
  reason('one-sided', 'Only one of the runs has the metric.', { only: Type.Enum(['base', 'head']) }),
  reason('no-ratio', 'A value of 0 has no ratio.', {}),
  reason('no-interval', 'There were too few blocks for an interval.', {}),
  reason('across-tolerance', 'The interval of the change reaches both sides of the tolerance.', {
    value: Type.Enum(['within', 'beyond'], { description: 'Where the change itself lies.' }),
  }),
  reason('not-whole', 'A count is no whole number: somebody else used the database.', {}),
  reason('less-gain', 'Either the variant became worse, or what it is compared with better.', {}),
  reason('lost-against', 'A ratio of the stacks moved against this one, or the other became better.', {
    stack: StackName,
  }),
]);

/** Tells an entry from the others. */
export const EntryName = Type.Object({
  of: Type.Enum([...ENTRY_KINDS]),
  pattern: PatternName,
  stack: Type.Union([StackName, Type.Null()]),
  variant: Type.String(),
  metric: Type.String({ description: 'Its id.' }),
});

const Entries = Type.Array(EntryName);

/** Why a comparison with a baseline has its verdict. */
export const BaselineReason = Type.Union([
  reason('worse', 'These metrics became worse.', { figures: Entries }),
  reason('lost', 'A cell that has these metrics in the baseline failed.', { figures: Entries }),
  reason('open', 'These metrics are inconclusive.', { figures: Entries }),
  reason('better', 'These metrics became better.', { figures: Entries }),
  reason('unchanged', 'None of the metrics changed.', {
    figures: Type.Integer({ description: 'How many there are.' }),
  }),
  reason('nothing-judged', 'No metric could be judged.', {
    why: Type.Union([EntryReason, Type.Null()], {
      description: 'The reason of the first; null where there is none at all.',
    }),
  }),
]);

export type Unlike = Static<typeof Unlike>;
export type EntryReason = Static<typeof EntryReason>;
export type EntryName = Static<typeof EntryName>;
export type BaselineReason = Static<typeof BaselineReason>;
