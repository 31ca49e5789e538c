/** From when on a change of blocks matters, and what shows that there is none. Pure. */

/** A rule for blocks of any kind, whichever way they are looked at. */
export interface ChangeRule<T> {
  /** What a block shows, above 0 for worse. */
  changeOf(block: T): number;
  /** The smallest change that matters, on that scale, among these blocks. */
  marginOf(blocks: readonly T[]): number;
  /**
   * Whether the blocks show that there is no change that matters.
   * @param change the mean of the changes, and how far to either side of it the true one may lie.
   * @param upperBoundOf the upper bound of the mean of a value of the blocks, at the same level.
   */
  isWithin(
    change: { estimate: number; reach: number },
    upperBoundOf: (valueOfBlock: (block: T) => number) => number,
  ): boolean;
}

/** Blocks that are changes themselves, with one smallest change that matters for all. */
export const withinMargin = (margin: number): ChangeRule<number> => ({
  changeOf: (change) => change,
  marginOf: () => margin,
  isWithin: ({ estimate, reach }) => Math.abs(estimate) + reach < margin,
});
