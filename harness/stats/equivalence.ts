/** Two one-sided tests: evidence that nothing changed, which a test that found no difference is not. */
import { tTest } from './t-test.ts';

/**
 * The p value of "the mean lies strictly between -margin and +margin" (TOST; Schuirmann, Journal of Pharmacokinetics and
 * Biopharmaceutics 15(6), 1987): the larger of the two t tests' against either end. It is below 0.05 exactly when the
 * 90 % t interval lies inside the margin.
 *
 * Throws RangeError for a margin that is not > 0, for fewer than two values and for one that is not finite.
 */
export function equivalenceTest(values: readonly number[], margin: number): number {
  if (!(margin > 0)) throw new RangeError(`margin ${margin} is not > 0`);
  return Math.max(tTest(values, -margin, 'greater'), tTest(values, margin, 'less'));
}
