import { baselineOf } from '../diff/baseline/entries.ts';
import { refuseUntrustworthy } from '../report/compare/refuse.ts';
import { findBaseline, readBaseline } from '../results/baselines.ts';
import type { Baseline } from '../results/schema.ts';

/**
 * By name or file; a results.json counts as the baseline that it would make.
 * @throws DuetError: exit 2 for what cannot be read, 5 for a run that nobody should trust.
 */
export function openBaseline(given: string, dir: string): Baseline {
  const found = readBaseline(findBaseline(given, dir));
  if (found.schema === 'duet-baseline') return found;
  refuseUntrustworthy(found);
  return baselineOf(found);
}
