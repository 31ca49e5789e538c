/** Break-even curves: the gain of a pattern against one size of its workload, and where it begins or ceases to pay. */
import { type Static, Type } from 'typebox';
import { WhyMissing } from './cell.ts';
import { Estimate, Failure } from './measures.ts';
import { PatternName, StackName } from './names.ts';

/** One trial of a curve: a line of curves.jsonl. */
export const CurveSample = Type.Object({
  trial: Type.Integer({ description: 'Position in the plan of the curves, counted over the whole run.' }),
  sweep: Type.String({ description: 'What was varied; one sweep may feed several curves.' }),
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  x: Type.Number({ description: 'The size, in the unit of the curve.' }),
  round: Type.Integer({ description: 'Every point is measured once in each round.' }),
  at: Type.String({ format: 'date-time' }),
  metrics: Type.Record(Type.String(), Type.Number()),
  failure: Type.Optional(Failure),
});

/** What the plan of the curves is made from, beside the seed and the sizes of the run. */
export const CurvePlan = Type.Object({
  rounds: Type.Integer(),
  stride: Type.Integer({ description: 'One point of so many is measured; 1 is all of them.' }),
  planned_trials: Type.Integer(),
  pool_connections: Type.Integer({ description: 'The most that the pool of a service opens.' }),
});

/** Neighbouring points of a curve, both ends included. */
export const Stretch = Type.Object({ from: Type.Number(), to: Type.Number() });

export const CurvePoint = Type.Object({
  x: Type.Number(),
  source: Type.Enum(['curve', 'blocks'], {
    description: "Measured for the curve, or the gain of the run's own size from its blocks.",
  }),
  gain: Type.Union([Estimate, Type.Null()], {
    description: 'A ratio, over rounds or blocks; null when a side failed.',
  }),
  why_missing: Type.Optional(WhyMissing),
});

export const CurveSeries = Type.Object({
  stack: StackName,
  variant: Type.String({ description: 'What is compared with before.' }),
  points: Type.Array(CurvePoint, { description: 'By x.' }),
  pays: Type.Array(Stretch, { description: 'Where the whole interval lies above 1.' }),
  costs: Type.Array(Stretch, { description: 'Where the whole interval lies below 1.' }),
});

export const Curve = Type.Object({
  id: Type.String(),
  title: Type.String({ description: 'e.g. "Gain in time against the users of a request".' }),
  x: Type.Object({
    title: Type.String(),
    unit: Type.Enum(['ms', 'bytes', 'count']),
    noun: Type.String({ description: 'What follows a number of it in a sentence, e.g. "users"; empty for units.' }),
  }),
  gain: Type.String({ description: 'What the ratio is of, e.g. "time one by one ÷ time batched".' }),
  how: Type.String({ description: 'How a point was measured, in one sentence.' }),
  landmarks: Type.Array(Type.Object({ x: Type.Number(), label: Type.String() }), {
    description: 'Sizes at which something is known to change.',
  }),
  series: Type.Array(CurveSeries),
});

export type CurveSample = Static<typeof CurveSample>;
export type CurvePlan = Static<typeof CurvePlan>;
export type Stretch = Static<typeof Stretch>;
export type CurvePoint = Static<typeof CurvePoint>;
export type CurveSeries = Static<typeof CurveSeries>;
export type Curve = Static<typeof Curve>;
