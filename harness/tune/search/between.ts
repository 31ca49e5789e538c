/** Which number of connections to try next between one that is too few and one that is enough. Pure. */

/** Numbers within this share of each other are not told apart: 39 or 40 connections is no question. */
export const STEP_SHARE = 0.05;

export interface Between {
  /** The most connections that are known to be too few. */
  tooFew: number;
  /** The fewest that are known to be enough. */
  enough: number;
  /** What theory says: usually close. */
  predicted: number;
}

/**
 * The prediction where it lies between them. Otherwise the middle of the ratio: what is enough is mostly nearer to what was almost.
 * @returns undefined where nothing worth measuring is left.
 */
export function nextBetween({ tooFew, enough, predicted }: Between): number | undefined {
  if (areClose(tooFew, enough)) return undefined;
  if (tooFew < predicted && predicted < enough) return predicted;
  return middleOf(tooFew, enough);
}

/** Whether nothing worth measuring lies between them. */
export const areClose = (tooFew: number, enough: number): boolean =>
  enough - tooFew <= Math.max(1, Math.floor(enough * STEP_SHARE));

/** The middle of the ratio of two numbers with at least one between them. */
export const middleOf = (tooFew: number, enough: number): number =>
  Math.min(Math.max(Math.round(Math.sqrt(tooFew * enough)), tooFew + 1), enough - 1);
