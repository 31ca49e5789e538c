/** diff.json of version 1, which held finished sentences where codes stand now. harness/diff/older-results.ts takes it up. */
import { type Static, Type } from 'typebox';
import { DiffResults } from './diff.ts';
import { DiffRow } from './diff-row.ts';
import { RULES } from './measures.ts';

const { gated: _gated, fails: _fails, ...rowMembers } = DiffRow.properties;
const { beside: _beside, advice: _advice, ...members } = DiffResults.properties;

export const OlderDiffRow = Type.Object({ ...rowMembers, why: Type.Optional(Type.String()) });

export const OlderDiffResults = Type.Object({
  ...members,
  schema_version: Type.Literal(1),
  why: Type.String(),
  rows: Type.Array(OlderDiffRow),
  validity: Type.Object({
    trials: Type.Integer(),
    repeated: Type.Integer(),
    invalid: Type.Integer(),
    trustworthy: Type.Boolean(),
    distrust: Type.Optional(Type.String()),
    reasons: Type.Array(Type.Object({ rule: Type.Enum([...RULES]), trials: Type.Integer(), example: Type.String() })),
  }),
});

export type OlderDiffRow = Static<typeof OlderDiffRow>;
export type OlderDiffResults = Static<typeof OlderDiffResults>;
