/** What a diff has planned whose blocks are fixed beforehand and shared among machines. */
import { type Static, Type } from 'typebox';
import { Look } from './sequential-plan.ts';

/** The fixed-sample rule: all blocks are measured, on whatever machines, and looked at once. */
export const FixedPlan = Type.Object({
  rule: Type.String({ description: 'Which edition of the rule judges.' }),
  blocks: Type.Integer({ description: 'So many in all shares together.' }),
  shards: Type.Integer({ description: 'The shares that the blocks are divided into.' }),
  shard: Type.Optional(
    Type.Integer({ description: 'Which of them this diff measures, from 1 on. Absent where they were merged.' }),
  ),
  look: Type.Optional({ ...Look, description: 'The only look. Absent where there is nothing to time.' }),
  missing: Type.Optional(
    Type.Array(Type.Integer(), { description: 'Shares that were merged without, as --partial allows.' }),
  ),
});

/** A machine, or a session of one, that measured a share. */
export const Machine = Type.Object({
  shard: Type.Integer(),
  id: Type.String({ description: 'The diff that measured it.' }),
  cpu: Type.String(),
  cores: Type.Integer(),
  kernel: Type.String(),
  started_at: Type.String({ format: 'date-time' }),
  finished_at: Type.String({ format: 'date-time' }),
  status: Type.Enum(['complete', 'partial']),
  blocks: Type.Integer({ description: 'Planned for it.' }),
  trials: Type.Integer(),
  invalid: Type.Integer(),
});

/** How far the machines of a merged row agree. */
export const Machines = Type.Object({
  values: Type.Array(
    Type.Object({
      shard: Type.Integer(),
      blocks: Type.Integer({ description: 'Valid ones.' }),
      value: Type.Number({ description: 'head / base over them; for growth head less base.' }),
    }),
  ),
  q: Type.Union([Type.Number(), Type.Null()], { description: "Cochran's Q; null where there is no telling." }),
  p: Type.Union([Type.Number(), Type.Null()], {
    description: 'How probable such a difference is where there is none.',
  }),
  sd: Type.Union([Type.Number(), Type.Null()], {
    description: 'Standard deviation between machines, of the logarithm; for growth in its unit.',
  }),
  differ: Type.Boolean({ description: 'What there is between them is no accident.' }),
});

export type FixedPlan = Static<typeof FixedPlan>;
export type Machine = Static<typeof Machine>;
export type Machines = Static<typeof Machines>;
