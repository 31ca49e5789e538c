/** What the samples say of one pattern. */
import { type Static, Type } from 'typebox';
import { Cell, CountedCell, Gain, Limit } from './cell.ts';
import { Curve } from './curve.ts';
import { Estimate, Metric, NumberOrNull } from './measures.ts';
import { PatternName, StackName } from './names.ts';
import { CodeExcerpt } from './run.ts';
import { Timeline } from './timeline.ts';

/** What the original document states, at its own sizes. */
export const Claim = Type.Object({
  metric: Type.String(),
  before: NumberOrNull,
  after: NumberOrNull,
  gain: Type.Union([Type.Number(), Type.Null()], { description: 'Null where the original document says infinity.' }),
  text: Type.String({ description: 'The claim in words.' }),
});

export const StackResult = Type.Object({
  cells: Type.Array(Cell),
  counted: Type.Optional(Type.Array(CountedCell, { description: 'Variants of this stack that are not timed.' })),
  gains: Type.Array(Gain),
  limits: Type.Array(Limit),
  code: Type.Array(CodeExcerpt),
});

export const PatternResult = Type.Object({
  pattern: PatternName,
  title: Type.String({ description: 'e.g. "Independent queries in parallel".' }),
  workload: Type.String({ description: 'What this profile ran, with sizes, in one sentence.' }),
  headline: Type.String({ description: 'Id of the metric of the summary row.' }),
  metrics: Type.Array(Metric, { description: 'The headline first.' }),
  claims: Type.Array(Claim),
  stacks: Type.Partial(Type.Record(StackName, StackResult)),
  ratios_of_gains: Type.Array(
    Type.Object({
      metric: Type.String(),
      variant: Type.String(),
      estimate: Estimate,
    }),
    { description: "Node's gain over Python's, block by block." },
  ),
  curves: Type.Optional(Type.Array(Curve)),
  timelines: Type.Optional(
    Type.Array(Timeline, {
      description: 'One for each cell that was traced. Absent in runs before there were timelines.',
    }),
  ),
});

export type Claim = Static<typeof Claim>;
export type StackResult = Static<typeof StackResult>;
export type PatternResult = Static<typeof PatternResult>;
