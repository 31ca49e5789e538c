/** The plan of a diff whose blocks are shared among machines: one plan, of which each measures its share. Pure. */
import { expectedSharedPower } from '../../diff/power.ts';
import { diffMetricsOf, isPrimary } from '../../patterns/diff/index.ts';
import type { DiffHeader } from '../../results/schema.ts';
import { type Share, shareOf } from '../../results/shares.ts';
import { FIXED_RULE, fixedLook } from '../../stats/fixed-sample.ts';
import type { PhasesOf, PlannedPhase } from '../plan.ts';
import { planDiff } from './plan.ts';
import { type Planned, turnsOf } from './time-budget.ts';

/** What a diff is asked to measure of a plan of so many blocks. */
export interface PlannedShare extends Share {
  /** So many in all shares together. */
  blocks: number;
}

/** The look at all blocks, and the power to expect of them; neither where nothing is timed. */
export function planShare(
  header: Planned,
  { blocks, shard, shards }: PlannedShare,
): Pick<DiffHeader, 'plan' | 'power'> {
  const { cells, thresholds } = header;
  const fixed = { rule: FIXED_RULE, blocks, shards, shard };
  const twoStages = { screening_blocks: 0, fresh_blocks: 0 };
  if (cells.length === 0) return { plan: { fixed, ...twoStages }, power: [] };
  const primary = cells.flatMap(({ pattern }) => diffMetricsOf(header, pattern).filter(isPrimary));
  const look = fixedLook(blocks, primary.length);
  return {
    plan: { fixed: { ...fixed, look }, ...turnsOf(header), ...twoStages },
    power: expectedSharedPower({ look, shards }, thresholds.cost, cells),
  };
}

/** The trials of this share, numbered as in the whole plan. Empty for a diff that measures none. */
export function planOfShare(
  header: Pick<DiffHeader, 'cells' | 'stacks' | 'seed' | 'plan'>,
  phasesOf: PhasesOf,
): PlannedPhase[] {
  const { fixed } = header.plan;
  if (fixed?.shard === undefined) return [];
  const { blocks, shards, shard } = fixed;
  const { from, to } = shareOf(blocks, { shard, shards });
  const whole = planDiff(header, Array<DiffHeader['cells']>(to).fill(header.cells), phasesOf);
  return whole.filter(({ block }) => block >= from);
}
