/** What the strips of a diff show: changes of head against base, in percent. */
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { type Axis, estimateEnds, percentOf, symmetricAxis } from '../kit/strip.ts';
import { isGrowth } from './changes.ts';

/** In percent. A quiet diff does not look wild, and a wild row does not press the others together. */
const NARROWEST = 8;
const WIDEST = 20;
const NO_BLOCKS = { base: [], head: [] };

export function axisOf({ rows, controls }: Pick<DiffResults, 'rows' | 'controls'>): Axis {
  const changes = [
    ...rows
      .filter((row) => !isGrowth(row))
      .flatMap((row) => [
        ...[row.screening, row.fresh, row.blocks ?? NO_BLOCKS].flatMap(blockChanges),
        ...estimateEnds(row.change),
      ]),
    ...controls.flatMap(({ ratio }) => [...ratio.blocks.map(percentOf), ...estimateEnds(ratio)]),
  ];
  return symmetricAxis(changes, NARROWEST, WIDEST);
}

/** The change of each block that has both sides. */
export function blockChanges({ base, head }: DiffRow['screening']): number[] {
  return base.flatMap((value, block) => {
    const other = head[block];
    return other === undefined || value === 0 ? [] : [percentOf(other / value)];
  });
}
