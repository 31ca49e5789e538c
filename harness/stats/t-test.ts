/** Student's one-sample t test: how surprising a mean over blocks would be if the truth were another ("Student" 1908). */
import { mean } from './quantiles.ts';
import { studentTCdf } from './student-t.ts';
import { standardError } from './variance.ts';

/** What is tested against "the mean is `against`": that it differs, is greater or is less. */
export type Alternative = 'two-sided' | 'greater' | 'less';

/**
 * The p value of the t test of the values against the mean `against`, n - 1 degrees of freedom. Values without any spread
 * give 0, 1 or, on the border of a one-sided test, 0.5; in blocks this happens only to counts, which need no test.
 *
 * Throws RangeError for fewer than two values and for one that is not finite.
 */
export function tTest(values: readonly number[], against: number, alternative: Alternative): number {
  const distance = mean(values) - against;
  const t = distance === 0 ? 0 : distance / standardError(values);
  const df = values.length - 1;
  if (df < 1) throw new RangeError(`no t test of ${values.length} values`);
  if (alternative === 'two-sided') return 2 * tailAbove(Math.abs(t), df);
  return tailAbove(alternative === 'greater' ? t : -t, df);
}

/** P(T > t), by symmetry from the side where the distribution function keeps its digits. */
function tailAbove(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  return t === Number.NEGATIVE_INFINITY ? 1 : studentTCdf(-t, df);
}
