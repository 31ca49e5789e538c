/** Changes that a project accepts: what was stated before a diff, and what became of it. */
import { type Static, Type } from 'typebox';
import { RowName } from './diff-reasons.ts';

/** One line, such as "pooling/node/after: statements 1 → 2"; its grammar stands in accept-line.ts. */
export const AcceptedLine = Type.Object({
  line: Type.String({ description: 'As written, without its comment.' }),
  from: Type.String({ description: 'Where it stands: "--accept", or a file and the number of the line.' }),
  spent: Type.Optional(
    Type.Literal(true, {
      description:
        "A percentage, or bytes, that base's .duet-accept has as well: it was for an earlier change, and accepts nothing.",
    }),
  ),
});

/** Why a line accepted nothing. */
export const UNMATCHED = [
  'not-compared',
  'no-such-cell',
  'no-such-metric',
  'other-form',
  'unchanged',
  'undecided',
  'other-change',
  'spent',
] as const;

export const UnmatchedLine = Type.Object({
  line: Type.String(),
  from: Type.String(),
  why: Type.Enum([...UNMATCHED], {
    description:
      'not-compared: not asked for in this diff. other-form: a percentage for a count, values for what is timed, or either for growth. other-change: it became worse, but by other values, or by more. undecided: the row is inconclusive or invalid.',
  }),
  row: Type.Optional({ ...RowName, description: 'With "other-change": the row that became worse.' }),
});

export type AcceptedLine = Static<typeof AcceptedLine>;
export type UnmatchedLine = Static<typeof UnmatchedLine>;
