/** The plan of a diff: block after block of the cells that are not decided yet. Pure. */
import { type CellName, DIFF_PATTERNS, type DiffHeader, SIDES } from '../../results/schema.ts';
import { makePlan, type PhasesOf, type PlannedPhase } from '../plan.ts';

type Planned = Pick<DiffHeader, 'cells' | 'stacks' | 'seed'>;

/**
 * Trial numbers and orders depend on the seed and on the blocks before, so that a plan with one block more begins like the
 * one without it.
 * @param blocks the cells of each block.
 */
export function planDiff(
  { cells, stacks, seed }: Planned,
  blocks: readonly (readonly CellName[])[],
  phasesOf: PhasesOf,
): PlannedPhase[] {
  const patterns = DIFF_PATTERNS.filter((name) => cells.some(({ pattern }) => pattern === name));
  if (patterns.length === 0 || blocks.length === 0) return [];
  return makePlan({
    ...{ patterns, stacks, seed, phasesOf, blocks: blocks.length },
    sides: SIDES,
    cellsOf: (name, { only }, block) =>
      (blocks[block] ?? []).filter(({ pattern, variant }) => pattern === name && (only ?? variant) === variant),
  });
}
