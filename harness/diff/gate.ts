/** Which rows of a diff decide whether its gate is green, and which make it red. Pure. */
import type { DiffHeader, DiffRow } from '../results/schema.ts';
import { isOnlyShown } from './request-rules.ts';

/** A row that was judged by its own blocks or counts, before it is known what it means for the gate. */
export type JudgedRow = Omit<DiffRow, 'gated' | 'fails'>;

type Rules = Pick<DiffHeader, 'strict' | 'fail_on' | 'service'>;

/**
 * A secondary metric points at a change; it decides where the gate is strict, and beyond its second threshold. A request
 * that is only shown decides nothing; nor does a count that drifts, or growth that its blocks did not decide, unless
 * everything is to be told.
 */
export function gateOf(
  row: Pick<DiffRow, 'pattern' | 'stack' | 'variant' | 'metric' | 'family' | 'beyond' | 'verdict' | 'why'>,
  rules: Rules,
): Pick<DiffRow, 'gated' | 'fails'> {
  const { family, beyond, verdict } = row;
  const { strict, fail_on } = rules;
  const isUntold = isDrift(row) || isUndecidedGrowth(row);
  const isOut = isOnlyShown(rules, row) || (isUntold && fail_on !== 'inconclusive');
  const gated = !isOut && (strict || family === 'primary' || beyond !== undefined);
  const isBad = verdict === 'regression' || (verdict === 'inconclusive' && fail_on === 'inconclusive');
  return { gated, fails: gated && isBad && fail_on !== 'never' };
}

/** A count of a reader's request that is not the same from pass to pass, on either side, and tells nothing by that. */
export const isDrift = ({ pattern, why }: Pick<DiffRow, 'pattern' | 'why'>): boolean =>
  pattern === 'request' && why?.code === 'counts-differ';

/**
 * Memory growth of which enough blocks tell neither a change nor that there is none. A heap that comes and goes by more than what
 * is looked for stays so, however often equal sides are compared.
 */
export const isUndecidedGrowth = ({ metric, why }: Pick<DiffRow, 'metric' | 'why'>): boolean =>
  metric.kind === 'growth' && why?.code === 'undecided';
