/** What a comparison concludes from its estimates, in codes and numbers. Their words are in report/compare. */
import { type Static, Type } from 'typebox';
import { PatternName, StackName } from './names.ts';

/** What the interval of a gain says about the claim; about the gain alone where nothing was claimed. */
export const CLAIM_VERDICTS = [
  'claim-held',
  'claim-exceeded',
  'claim-not-reached',
  'no-difference-shown',
  'got-worse',
  'better',
  'no-interval',
  'not-judged',
] as const;

/** Where an interval lies against "no change". */
export const EFFECTS = ['better', 'worse', 'none-shown', 'no-interval'] as const;

/** What makes an interval less certain than it looks. */
export const WARNINGS = ['blocks-alike', 'trials-left-out'] as const;

/** Why a number must not be used. */
export const DISTRUST_CODES = ['run-partial', 'run-invalid', 'control-moved'] as const;

/** How far from 1 the ratio of two equal arms may lie, by a cell that was measured against itself. */
export const NoiseFloor = Type.Object({
  factor: Type.Number({ description: "Above 1: the end of the control's interval that is farther from 1." }),
  from: Type.Object(
    { pattern: PatternName, metric: Type.String() },
    { description: 'The control that was used; another than that of the metric itself where it has none.' },
  ),
});

/** One variant beside `before`, in one metric and stack. */
export const GainVerdict = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  metric: Type.String(),
  verdict: Type.Enum([...CLAIM_VERDICTS]),
  effect: Type.Union([Type.Enum([...EFFECTS]), Type.Null()], { description: 'Null without a gain.' }),
  noise: Type.Optional(
    Type.Object(
      {
        ...NoiseFloor.properties,
        within: Type.Boolean({ description: 'Whether the gain is no farther from 1 than that.' }),
      },
      { description: 'Given for a gain that noise can affect, where a control tells it.' },
    ),
  ),
  limit: Type.Optional(
    Type.Object(
      {
        value: Type.Number(),
        distance: Type.Union([Type.Number(), Type.Null()], {
          description: 'The measured value divided by the limit; null for a limit of zero.',
        }),
        binds: Type.Boolean({ description: 'False where the measured value lies past it: it is no bound here.' }),
        near: Type.Optional(Type.Boolean({ description: 'Whether little is left to gain before it is reached.' })),
        gain: Type.Optional(
          Type.Union([Type.Number(), Type.Null()], {
            description: 'The ratio that would be gained at the limit; null where it cannot be given.',
          }),
        ),
        bars_claim: Type.Optional(
          Type.Boolean({ description: 'Whether the claimed gain lies beyond it, and so cannot be reached here.' }),
        ),
      },
      { description: 'The physical limit, where the variant was measured and the metric has one.' },
    ),
  ),
  warnings: Type.Array(Type.Enum([...WARNINGS])),
  trusted: Type.Boolean(),
  distrust: Type.Array(Type.Enum([...DISTRUST_CODES]), { description: 'Why it is not trusted; empty if it is.' }),
});

/** Node's gain over Python's. Better: Node gains more. */
export const RatioVerdict = Type.Object({
  pattern: PatternName,
  variant: Type.String(),
  metric: Type.String(),
  effect: Type.Enum([...EFFECTS, 'equal'], { description: 'Equal: both are counts that never varied.' }),
  warnings: Type.Array(Type.Enum([...WARNINGS])),
});

/** What the headlines of all patterns say together, for the first screen of a report. */
export const Answer = Type.Object({
  stacks: Type.Array(
    Type.Object({
      stack: StackName,
      largest: Type.Array(PatternName, {
        description: 'The pattern that gains most, and those whose intervals reach into its own. Ratios alone count.',
      }),
      claims: Type.Integer({ description: 'How many claims were judged.' }),
      claims_hold: Type.Integer({ description: 'How many of them were borne out or exceeded.' }),
    }),
  ),
  own_times: Type.Array(
    Type.Object({ pattern: PatternName, stack: StackName, metric: Type.String(), effect: Type.Enum([...EFFECTS]) }),
    { description: 'What becomes of the time of the work itself, in patterns whose headline is something else.' },
  ),
});

export const Verdicts = Type.Object({
  gains: Type.Array(GainVerdict, {
    description: 'The gains in every metric of every variant, in each stack of the run.',
  }),
  ratios: Type.Array(RatioVerdict, { description: 'Every ratio of gains.' }),
  answer: Type.Optional(Answer),
});

export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];
export type Effect = (typeof EFFECTS)[number];
export type Warning = (typeof WARNINGS)[number];
export type DistrustCode = (typeof DISTRUST_CODES)[number];
export type NoiseFloor = Static<typeof NoiseFloor>;
export type GainVerdict = Static<typeof GainVerdict>;
export type RatioVerdict = Static<typeof RatioVerdict>;
export type Answer = Static<typeof Answer>;
export type Verdicts = Static<typeof Verdicts>;
