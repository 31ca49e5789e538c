/** What a diff with a given number of blocks can be expected to find, before it starts. Pure. */
import type { DiffPlan, Power } from '../results/schema.ts';
import { simulateDiffs } from '../stats/simulation/diff-run.ts';
import { normal } from '../stats/simulation/noise.ts';
import { verdictRule } from '../stats/verdict.ts';

/** Standard deviations of a block's log ratio: a quiet machine, an ordinary one, and a runner with neighbours. */
const SPREADS = [0.01, 0.02, 0.03, 0.05];
const CHANGES = [0.03, 0.05, 0.1];
/** A share then errs by 3 points at most, and all of them take a tenth of a second or two. */
const RUNS = 250;
/** The same plan is always promised the same. */
const SEED = 1;

/**
 * How often a slowdown of one cell among `cells` would be called a regression, by simulating such diffs with the rule in
 * use and independent, normal blocks.
 * @param delta the smallest change of CPU that matters, 0.03 for 3 %.
 */
export function expectedPower(
  { screening_blocks, fresh_blocks }: Pick<DiffPlan, 'screening_blocks' | 'fresh_blocks'>,
  cells: number,
  delta: number,
): Power[] {
  const rule = verdictRule(delta);
  const planned = {
    ...rule,
    screening: { ...rule.screening, blocks: screening_blocks },
    confirmation: { ...rule.confirmation, blocks: fresh_blocks },
  };
  return SPREADS.flatMap((sd) =>
    CHANGES.map((change) => {
      const { found, runs } = simulateDiffs({ rule: planned, cells, effect: change, noise: normal, sd }, RUNS, SEED);
      return { sd, change, found: found / runs };
    }),
  );
}
