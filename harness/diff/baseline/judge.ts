/**
 * The verdict on one entry beside a stored one. A stored entry comes from another day and often another machine, so
 * the rule is coarse and says so:
 *
 * - a count is exact: any change is a change;
 * - anything else changed when the whole interval of the change, made from the intervals of both, lies beyond the
 *   tolerance; it did not when the whole interval lies within; else nothing can be said.
 *
 * The tolerance is relative, the same up and down on the log scale (25 %: down to 1 / 1.25); for the difference of two
 * fractions it is in points. Pure.
 */
import type { BaselineEntry, BaselineRow, StackName } from '../../results/schema.ts';
import { judgeCount } from '../../stats/count-verdict.ts';
import { changeBetween } from './change.ts';

export const DEFAULT_TOLERANCE = 0.25;

export type Judged = Pick<BaselineRow, 'verdict' | 'why' | 'change'>;

/** @param tolerance relative, above 0. */
export function judgeEntry(base: BaselineEntry, head: BaselineEntry, tolerance: number): Judged {
  if (base.of === 'count') return judgeCounts(base, head);
  const kind = base.difference ? 'difference' : 'ratio';
  const change = changeBetween(base, head, kind);
  if (change === null) return { verdict: 'inconclusive', why: { code: 'no-ratio' }, change: null };
  const judged = { change: { kind, ...change } } as const;
  const { value, low, high } = change;
  if (low === null || high === null) {
    return { ...judged, verdict: 'inconclusive', why: { code: 'no-interval' } };
  }
  const least = kind === 'ratio' ? 1 / (1 + tolerance) : -tolerance;
  const most = kind === 'ratio' ? 1 + tolerance : tolerance;
  if (low >= least && high <= most) return { ...judged, verdict: 'no change' };
  if (low <= most && high >= least) {
    const where = value < least || value > most ? 'beyond' : 'within';
    return { ...judged, verdict: 'inconclusive', why: { code: 'across-tolerance', value: where } };
  }
  const more = low > most;
  // Either stack may have moved a ratio of the two; which one, it cannot tell.
  const better = base.of !== 'ratio' && more === isMoreBetter(base);
  return { ...judged, verdict: better ? 'improvement' : 'regression', ...(better ? {} : explain(base, more)) };
}

/** A count that is not whole was not counted alone, and differs by chance. */
function judgeCounts(base: BaselineEntry, head: BaselineEntry): Judged {
  const verdict = judgeCount([base.value], [head.value], base.metric.better);
  const whole = Number.isInteger(base.value) && Number.isInteger(head.value);
  if (verdict === 'no change' || whole) return { verdict, change: null };
  return { verdict: 'inconclusive', why: { code: 'not-whole' }, change: null };
}

const isMoreBetter = ({ of, metric }: BaselineEntry) => of === 'gain' || metric.better === 'higher';

/** What an entry that is made of two may owe its change to. */
function explain({ of, metric }: BaselineEntry, more: boolean): Pick<Judged, 'why'> {
  if (of === 'gain') return { why: { code: 'less-gain' } };
  if (of === 'value') return {};
  const stack: StackName = more === (metric.better === 'lower') ? 'node' : 'python';
  return { why: { code: 'lost-against', stack } };
}
