/** Holm's step-down correction: several tests in one run, and still at most `level` for any false alarm among them. */

/**
 * The p values adjusted by Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
 * Statistics 6(2), 1979, in the order given: rejecting where the adjusted value is at most a level keeps the chance of
 * any false rejection at or below it, whatever the dependence between the tests.
 *
 * The i-th smallest of m values is multiplied by m - i + 1 and never falls below a smaller one's; 1 is the ceiling.
 * Throws RangeError for what is not a probability.
 */
export function holm(pValues: readonly number[]): number[] {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new RangeError(`p value ${bad} is not 0 .. 1`);
  const smallestFirst = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length);
  let floor = 0;
  for (const [rank, { p, index }] of smallestFirst.entries()) {
    floor = Math.min(1, Math.max(floor, p * (pValues.length - rank)));
    adjusted[index] = floor;
  }
  return adjusted;
}
