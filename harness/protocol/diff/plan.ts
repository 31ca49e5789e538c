/** The plan of a diff: blocks of every cell for screening, then fresh blocks of the suspects alone. Pure. */
import { isCell } from '../../results/cell-name.ts';
import { type DiffHeader, PATTERNS, SIDES } from '../../results/schema.ts';
import { makePlan, type PhasesOf, type PlannedPhase } from '../plan.ts';

type Planned = Pick<DiffHeader, 'cells' | 'stacks' | 'seed'> & { plan: Omit<DiffHeader['plan'], 'out_of_time'> };

/**
 * Trial numbers and the order of screening are the same with and without suspects, so that a plan that was made before
 * screening is the beginning of the one made after it. A suspect's cell is measured as a whole, whatever its metric.
 */
export function planDiff({ cells, stacks, seed, plan }: Planned, phasesOf: PhasesOf): PlannedPhase[] {
  const { screening_blocks, fresh_blocks, suspects = [] } = plan;
  const suspected = cells.filter((cell) => suspects.some((suspect) => isCell(suspect, cell)));
  const patterns = PATTERNS.filter((name) => cells.some(({ pattern }) => pattern === name));
  const blocks = patterns.map((name): [typeof name, number] => {
    const fresh = suspected.some(({ pattern }) => pattern === name) ? fresh_blocks : 0;
    return [name, screening_blocks + fresh];
  });
  if (blocks.every(([, number]) => number === 0)) return [];
  return makePlan({
    ...{ patterns, stacks, seed, phasesOf },
    blocks: Object.fromEntries(blocks),
    sides: SIDES,
    cellsOf: (name, _phase, block) =>
      (block < screening_blocks ? cells : suspected).filter(({ pattern }) => pattern === name),
  });
}
