/** Shape facts: what a pattern is for, read from outside and compared exactly. */
import { type Static, Type } from 'typebox';
import { Failure } from './measures.ts';
import { DiffPatternName, DiffStackName } from './names.ts';

/** One look at one fact. */
export const FactReading = Type.Object({
  value: Type.Union([Type.Number(), Type.Null()], {
    description: 'A whole number, or the number of a class; null between two classes.',
  }),
  figure: Type.Optional(Type.Number({ description: 'What the class was decided by.' })),
});

/** What was read of one cell on one side. */
export const CellFacts = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  facts: Type.Record(Type.String(), Type.Array(FactReading), {
    description: 'By the id of the fact, its readings in their order. A fact that this platform cannot tell is absent.',
  }),
  agreeing: Type.Integer({ description: 'How many of the last readings must be equal for the fact to be decided.' }),
  failure: Type.Optional(Failure),
});

export type FactReading = Static<typeof FactReading>;
export type CellFacts = Static<typeof CellFacts>;

/** The value that the last readings agree upon; null where they do not. */
export function decidedValue(readings: readonly FactReading[], agreeing: number): number | null {
  const last = readings.slice(-agreeing).map(({ value }) => value);
  const [first = null] = last;
  return last.length === agreeing && last.every((value) => value === first) ? first : null;
}
