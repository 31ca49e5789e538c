/** What a diff that ends as soon as it is decided has planned. */
import { type Static, Type } from 'typebox';

/** A look at the blocks of a cell that is not decided yet. */
export const Look = Type.Object({
  blocks: Type.Integer(),
  change: Type.Number({ description: 'The one-sided level below which a change is called one, in either direction.' }),
  same: Type.Number({ description: 'The level of each one-sided test that the change is within the threshold.' }),
});

/** The sequential rule: a cell is measured until a look decides. */
export const SequentialPlan = Type.Object({
  rule: Type.String({ description: 'Which edition of the rule judges.' }),
  most_blocks: Type.Integer({ description: 'The blocks of a cell that no look decides.' }),
  looks: Type.Array(Look, { description: 'The looks at the primary metrics, fixed before the first block.' }),
  ended: Type.Optional(
    Type.Enum(['decided', 'regression', 'blocks', 'time'], {
      description:
        'Why measuring ended: every cell was decided, a regression made the outcome certain, all blocks were measured, or the time budget held no more. Absent where it was cut off.',
    }),
  ),
});

export type Look = Static<typeof Look>;
export type SequentialPlan = Static<typeof SequentialPlan>;
