/** The inverse of the regularized incomplete beta function. */
import { regularizedIncompleteBeta } from './incomplete-beta.ts';

/**
 * The x with I_x(a, b) = p, for a, b > 0 and 0 <= p <= 1. Throws RangeError for anything else.
 *
 * By bisection down to neighbouring numbers, as in student-t.ts. Near 1 take 1 - betaQuantile(1 - p, b, a) instead: there
 * x has no digits left.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability ${p} is not 0 .. 1`);
  if (!(a > 0 && b > 0)) throw new RangeError(`beta distribution (${a}, ${b}): both parameters must be > 0`);
  if (p === 0 || p === 1) return p;
  let [low, high] = [0, 1];
  for (;;) {
    const between = low + (high - low) / 2;
    if (between <= low || between >= high) return between;
    if (regularizedIncompleteBeta(a, b, between, 1 - between) < p) low = between;
    else high = between;
  }
}
