/** The axis that all strips of a page share: a change in percent, none of it in the middle. */
import { linearTicks } from './ticks.ts';

/** Changes in percent, 5 for a value 5 % above the one it is compared with. */
export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** Dots at the edge keep their whole shape. */
const MARGIN = 2;
/** The numbers at the very ends would be cut off. */
const LABELLED = 0.85;

/**
 * Symmetric, so that better and worse have as much room.
 *
 * @param changes in percent.
 * @param narrowest so that changes hardly worth mention do not look wild.
 * @param widest beyond it the others would be dots in one place; what lies outside is drawn at the edge, as an arrow.
 */
export function symmetricAxis(changes: readonly number[], narrowest: number, widest: number): Axis {
  const high = Math.min(widest, Math.ceil(Math.max(narrowest, ...changes.map(Math.abs))));
  const ticks = linearTicks([-high, high]).filter((tick) => Math.abs(tick) <= LABELLED * high);
  return { low: -high, high, ticks };
}

/** A ratio as a change in percent. */
export function percentOf(ratio: number): number {
  return 100 * (ratio - 1);
}

/** Where a change lies, in percent of the width of a strip; beyond the ends of the axis at its edge. */
export function placeOf(change: number, { low, high }: Axis): number {
  const share = (change - low) / (high - low);
  return Number((MARGIN + (100 - 2 * MARGIN) * Math.min(1, Math.max(0, share))).toFixed(2));
}

/** What an axis has to show of an estimate: its value and the ends of its interval, in percent. */
export function estimateEnds(estimate: { value: number; low: number | null; high: number | null } | null): number[] {
  if (estimate === null) return [];
  return [estimate.low, estimate.value, estimate.high].filter((value) => value !== null).map(percentOf);
}
