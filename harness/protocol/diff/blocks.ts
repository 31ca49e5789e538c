/** Which cells a diff measures next, and when it ends: decided block by block, from what is measured. Pure. */
import { progressOf } from '../../diff/undecided.ts';
import type { CellName, DiffHeader, Sample, SequentialPlan } from '../../results/schema.ts';
import type { PlannedPhase } from '../plan.ts';
import { planDiff } from './plan.ts';
import { planOfShare } from './share.ts';
import { diffPhasesOf } from './time-budget.ts';

/** Why there is no further block. */
export type Ended = NonNullable<SequentialPlan['ended']>;

/** The cells of the next block, or why there is none. Only the blocks before it are looked at, also in a diff that goes on. */
export function nextBlock(header: DiffHeader, samples: readonly Sample[], block: number): CellName[] | Ended {
  const before = samples.filter((sample) => sample.block < block);
  const { undecided, isCertain } = progressOf(header, before);
  if (isCertain) return 'regression';
  if (undecided.length === 0) return 'decided';
  return block < (header.plan.sequential?.most_blocks ?? 0) ? undecided : 'blocks';
}

/** The plan of the blocks that were begun; of a share its whole plan, which is fixed. */
export function planBegun(header: DiffHeader, samples: readonly Sample[]): PlannedPhase[] {
  if (header.plan.fixed !== undefined) return planOfShare(header, diffPhasesOf(header));
  const begun = Math.max(-1, ...samples.map(({ block }) => block)) + 1;
  const blocks: CellName[][] = [];
  while (blocks.length < begun) {
    const next = nextBlock(header, samples, blocks.length);
    if (typeof next === 'string') break;
    blocks.push(next);
  }
  return planDiff(header, blocks, diffPhasesOf(header));
}
