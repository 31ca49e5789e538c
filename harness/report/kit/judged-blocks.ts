/** The blocks of a row, whichever rule it was measured for. */
import type { DiffRow } from '../../results/schema.ts';

type Pairs = DiffRow['screening'];

/** The blocks that the verdict rests on. In the two-stage rule fresh ones, where there are some, are judged alone. */
export function judgedBlocks({ blocks, decided_after, fresh, screening }: DiffRow): Pairs {
  if (blocks === undefined) return fresh.base.length > 0 ? fresh : screening;
  return { base: blocks.base.slice(0, decided_after), head: blocks.head.slice(0, decided_after) };
}

/** How many blocks have both sides. */
export const countBlocks = ({ base, head }: Pairs): number => Math.min(base.length, head.length);
