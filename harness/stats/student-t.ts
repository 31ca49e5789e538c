/** Student's t distribution: what turns a spread over few blocks into an interval. */
import { regularizedIncompleteBeta } from './incomplete-beta.ts';

/** P(|T| > t) for t >= 0 (Abramowitz & Stegun 26.7.1; DLMF 8.17.1 with x = df / (df + t^2)). */
function outside(t: number, df: number): number {
  const { x, y } = share(t, df);
  return regularizedIncompleteBeta(df / 2, 0.5, x, y);
}

/** P(|T| <= t) for t >= 0, exact to the last digits where it is tiny. */
function inside(t: number, df: number): number {
  const { x, y } = share(t, df);
  return regularizedIncompleteBeta(0.5, df / 2, y, x);
}

/** df / (df + t^2) and t^2 / (df + t^2), without squaring a large t. */
function share(t: number, df: number): { x: number; y: number } {
  const ratio = t / Math.sqrt(df);
  if (ratio > 1) {
    const inverse = 1 / ratio;
    return { x: (inverse * inverse) / (1 + inverse * inverse), y: 1 / (1 + inverse * inverse) };
  }
  return { x: 1 / (1 + ratio * ratio), y: (ratio * ratio) / (1 + ratio * ratio) };
}

/** P(T <= t) with df > 0 degrees of freedom. Throws RangeError for a t that is NaN or a df that is not > 0. */
export function studentTCdf(t: number, df: number): number {
  check(df);
  if (Number.isNaN(t)) throw new RangeError('t is NaN');
  const tail = outside(Math.abs(t), df) / 2;
  return t < 0 ? tail : 1 - tail;
}

/**
 * The t with P(T <= t) = p, 0 < p < 1, with df > 0 degrees of freedom: studentTQuantile(0.975, n - 1) is the factor of a
 * 95 % interval from n values. Throws RangeError for anything else.
 *
 * By bisection: it cannot diverge, and some fifty evaluations of the distribution cost microseconds.
 */
export function studentTQuantile(p: number, df: number): number {
  check(df);
  if (!(p > 0 && p < 1)) throw new RangeError(`probability ${p} is not between 0 and 1`);
  if (p < 0.5) return -upperQuantile(p, 1 - 2 * p, df);
  return upperQuantile(1 - p, 2 * p - 1, df);
}

/** The t >= 0 with `tail` beyond it on one side and `middle` = 1 - 2 tail within -t .. t. */
function upperQuantile(tail: number, middle: number, df: number): number {
  if (middle <= 0) return 0;
  // Compares whichever of the two is small: near 1 neither can be told from its neighbours.
  const isBelow = (t: number): boolean => (middle < 0.5 ? inside(t, df) < middle : outside(t, df) > 2 * tail);
  let low = 1;
  while (!isBelow(low)) low /= 2;
  let high = low * 2;
  while (isBelow(high)) high *= 2;
  for (;;) {
    const between = low + (high - low) / 2;
    if (between <= low || between >= high) return between;
    if (isBelow(between)) low = between;
    else high = between;
  }
}

function check(df: number): void {
  if (!(df > 0 && Number.isFinite(df))) throw new RangeError(`degrees of freedom ${df} are not > 0`);
}
