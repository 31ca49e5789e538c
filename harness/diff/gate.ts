/** Which rows of a diff decide whether its gate is green, and which make it red. Pure. */
import type { DiffHeader, DiffRow } from '../results/schema.ts';

/** A row that was judged by its own blocks or counts, before it is known what it means for the gate. */
export type JudgedRow = Omit<DiffRow, 'gated' | 'fails'>;

type Rules = Pick<DiffHeader, 'strict' | 'fail_on'>;

/** A secondary metric points at a change; it decides where the gate is strict, and beyond its second threshold. */
export function gateOf(
  { family, beyond, verdict }: Pick<DiffRow, 'family' | 'beyond' | 'verdict'>,
  { strict, fail_on }: Rules,
): Pick<DiffRow, 'gated' | 'fails'> {
  const gated = strict || family === 'primary' || beyond !== undefined;
  const isBad = verdict === 'regression' || (verdict === 'inconclusive' && fail_on === 'inconclusive');
  return { gated, fails: gated && isBad && fail_on !== 'never' };
}
