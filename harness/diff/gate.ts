/** Which rows of a diff decide whether its gate is green, and which make it red. Pure. */
import type { DiffHeader, DiffRow } from '../results/schema.ts';
import { isOnlyShown } from './request-rules.ts';

/** A row that was judged by its own blocks or counts, before it is known what it means for the gate. */
export type JudgedRow = Omit<DiffRow, 'gated' | 'fails'>;

type Rules = Pick<DiffHeader, 'strict' | 'fail_on' | 'service'>;

/**
 * A secondary metric points at a change; it decides where the gate is strict, and beyond its second threshold. A request
 * that is only shown decides nothing.
 */
export function gateOf(
  row: Pick<DiffRow, 'pattern' | 'stack' | 'variant' | 'family' | 'beyond' | 'verdict'>,
  rules: Rules,
): Pick<DiffRow, 'gated' | 'fails'> {
  const { family, beyond, verdict } = row;
  const { strict, fail_on } = rules;
  const gated = !isOnlyShown(rules, row) && (strict || family === 'primary' || beyond !== undefined);
  const isBad = verdict === 'regression' || (verdict === 'inconclusive' && fail_on === 'inconclusive');
  return { gated, fails: gated && isBad && fail_on !== 'never' };
}
