/** The verdict on counts (round trips, statements, sessions, upstream calls): they are exact, so a change is a change. */
import type { Verdict } from './verdict.ts';

/**
 * Compares a count per request, one value per block and side. A side whose blocks disagree was not counted exactly, and
 * nothing can be said: "inconclusive". Throws RangeError for a side without blocks.
 */
export function judgeCount(base: readonly number[], head: readonly number[], better: 'lower' | 'higher'): Verdict {
  const [before, after] = [base[0], head[0]];
  if (before === undefined || after === undefined) throw new RangeError('a count needs a block of either side');
  if (base.some((count) => count !== before) || head.some((count) => count !== after)) return 'inconclusive';
  if (before === after) return 'no change';
  return after < before === (better === 'lower') ? 'improvement' : 'regression';
}
