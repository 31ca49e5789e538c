/** The axis that all strips of a page share: change of head against base, in percent. */
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { linearTicks } from '../html/ticks.ts';

/** Changes in percent, 5 for head 5 % above base. */
export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** Beyond this the others would be dots in one place; what lies outside is drawn at the edge, as an arrow. */
const WIDEST = 20;
/** So that a quiet diff does not look wild. */
const NARROWEST = 8;

/** Symmetric, so that better and worse have as much room. */
export function axisOf({ rows, controls }: Pick<DiffResults, 'rows' | 'controls'>): Axis {
  const changes = [
    ...rows.flatMap((row) => [...blockChanges(row.screening), ...blockChanges(row.fresh), ...ends(row.change)]),
    ...controls.flatMap(({ ratio }) => [...ratio.blocks.map(percentOf), ...ends(ratio)]),
  ];
  const farthest = Math.max(NARROWEST, ...changes.map(Math.abs));
  const high = Math.min(WIDEST, Math.ceil(farthest));
  return { low: -high, high, ticks: linearTicks([-high, high]) };
}

/** The change of each block that has both sides. */
export function blockChanges({ base, head }: DiffRow['screening']): number[] {
  return base.flatMap((value, block) => {
    const other = head[block];
    return other === undefined || value === 0 ? [] : [percentOf(other / value)];
  });
}

/** A ratio of head to base as a change in percent. */
export function percentOf(ratio: number): number {
  return 100 * (ratio - 1);
}

/** Where a change lies, in percent of the width of a strip; beyond the ends of the axis at its edge. */
export function placeOf(change: number, { low, high }: Axis): number {
  const share = (change - low) / (high - low);
  return Number((MARGIN + (100 - 2 * MARGIN) * Math.min(1, Math.max(0, share))).toFixed(2));
}

/** Dots at the edge keep their whole shape. */
const MARGIN = 2;

function ends(estimate: DiffRow['change']): number[] {
  if (estimate === null) return [];
  return [estimate.low, estimate.value, estimate.high].filter((value) => value !== null).map(percentOf);
}
