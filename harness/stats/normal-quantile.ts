/** The quantile of the standard normal distribution. */
import { normalTail } from './normal.ts';

/** The z with P(Z > z) = p for 0 < p < 1, by bisection. Throws RangeError for any other p. */
export function normalQuantileAbove(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`probability ${p} is not between 0 and 1`);
  let [low, high] = [-40, 40];
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
