/** Why a figure, or a whole comparison with a baseline, came out as it did: codes. report/baseline makes sentences of them. */
import { type Static, Type } from 'typebox';
import { FIGURE_KINDS } from './figure-kinds.ts';
import { PatternName, StackName } from './names.ts';
import { reason } from './reason.ts';

const Shown = Type.Union([Type.String(), Type.Null()], { description: 'As recorded; null where it was not.' });

/** One thing in which two runs differ, so that figures of them may not stand beside each other. */
export const Unlike = Type.Object({
  what: Type.String({ description: 'The member of the run, or of its environment or sizes.' }),
  of: Type.Optional(Type.String({ description: 'Which of several: a stack, a part of the sources.' })),
  base: Shown,
  head: Shown,
});

const Unlikes = Type.Array(Unlike);

/** Why a figure is neither better, worse nor the same, or what a change of it may be owed to. */
export const FigureReason = Type.Union([
  reason('other-work', 'The runs had other sizes or another profile.', { unlike: Unlikes }),
  reason('other-environment', 'The machine, the software or the harness differ.', { unlike: Unlikes }),
  reason('other-calibration', 'The report was calibrated to another size.', { unlike: Unlikes }),
  reason('one-sided', 'Only one of the runs has the figure.', { only: Type.Enum(['base', 'head']) }),
  reason('no-ratio', 'A figure of 0 has no ratio.', {}),
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

/** Tells a figure from the others. */
export const FigureName = Type.Object({
  of: Type.Enum([...FIGURE_KINDS]),
  pattern: PatternName,
  stack: Type.Union([StackName, Type.Null()]),
  variant: Type.String(),
  metric: Type.String({ description: 'Its id.' }),
});

const Figures = Type.Array(FigureName);

/** Why a comparison with a baseline has its verdict. */
export const BaselineReason = Type.Union([
  reason('worse', 'These figures became worse.', { figures: Figures }),
  reason('lost', 'A cell that has these figures in the baseline failed.', { figures: Figures }),
  reason('open', 'These figures are inconclusive.', { figures: Figures }),
  reason('better', 'These figures became better.', { figures: Figures }),
  reason('unchanged', 'None of the figures changed.', {
    figures: Type.Integer({ description: 'How many there are.' }),
  }),
  reason('nothing-judged', 'No figure could be judged.', {
    why: Type.Union([FigureReason, Type.Null()], { description: 'Of the first; null where there is none at all.' }),
  }),
]);

export type Unlike = Static<typeof Unlike>;
export type FigureReason = Static<typeof FigureReason>;
export type FigureName = Static<typeof FigureName>;
export type BaselineReason = Static<typeof BaselineReason>;
