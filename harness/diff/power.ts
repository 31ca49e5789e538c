/** What a diff with a given number of blocks can be expected to find, before it starts. Pure. */
import { cellPath } from '../results/cell-name.ts';
import type { CellName, Look, Power } from '../results/schema.ts';
import type { DiffTally } from '../stats/simulation/diff-tally.ts';
import { normal } from '../stats/simulation/noise.ts';
import { simulateSequential } from '../stats/simulation/sequential-run.ts';
import { simulateShards } from '../stats/simulation/shards.ts';
import { cpuReadOf } from './cpu-read.ts';

/** Standard deviations of a block's log ratio: a quiet machine, an ordinary one, and a runner with neighbours. */
const SPREADS = [0.01, 0.02, 0.03, 0.05];
const CHANGES = [0.03, 0.05, 0.1];
/** A share then errs by 3 points at most, and all of them take a tenth of a second or two. */
const RUNS = 250;
/** The same plan is always promised the same. */
const SEED = 1;

/**
 * How often a slowdown of one cell would be called a regression, by simulating such diffs with the looks in use and
 * independent, normal blocks. Cells in which less than all of a change is read have entries of their own.
 * @param delta the smallest change of CPU that matters, 0.03 for 3 %.
 */
export function expectedPower(looks: readonly Look[], delta: number, cells: readonly CellName[]): Power[] {
  return powerOf(cells, (some) => simulateSequential({ looks, delta, cells: 1, noise: normal, ...some }, RUNS, SEED));
}

/** The same of a diff that machines share, all of which are alike. */
export function expectedSharedPower(
  { look, shards }: { look: Look; shards: number },
  delta: number,
  cells: readonly CellName[],
): Power[] {
  return powerOf(cells, (some) =>
    simulateShards({ look, shards, delta, cells: 1, noise: normal, ...some }, RUNS, SEED),
  );
}

type Simulate = (some: { effect: number; sd: number }) => Pick<DiffTally, 'found' | 'runs'>;

function powerOf(cells: readonly CellName[], simulate: Simulate): Power[] {
  const byRead = [...Map.groupBy(cells, cpuReadOf)].toSorted(([one], [other]) => other - one);
  return byRead.flatMap(([share, some]) => {
    const bent = share < 1 ? { read: { share, cells: some.map(cellPath) } } : {};
    return SPREADS.flatMap((sd) =>
      CHANGES.map((change) => {
        const { found, runs } = simulate({ effect: change * share, sd });
        return { sd, change, found: found / runs, ...bent };
      }),
    );
  });
}
