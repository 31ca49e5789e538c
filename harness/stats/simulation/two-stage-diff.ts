/** Diffs of made-up cells under the two-stage rule, which judged them before the sequential one: what that is compared with. */

import { type Random, seededRandom } from '../random.ts';
import { type CellChanges, judge, suspicion, type VerdictRule } from '../verdict.ts';
import { addRun, type DiffTally, emptyTally } from './diff-tally.ts';
import type { Noise } from './noise.ts';

/** A diff of `cells` independent cells, of which the first became slower by `effect` (0.05 is 5 %). */
export interface Scenario {
  rule: VerdictRule;
  cells: number;
  effect: number;
  noise: Noise;
  /** Standard deviation of one block's log ratio. */
  sd: number;
}

/** Runs the scenario `runs` times from the seed. */
export function simulateDiffs(scenario: Scenario, runs: number, seed: number): DiffTally {
  const random = seededRandom(seed);
  const tally = emptyTally(runs);
  for (let run = 0; run < runs; run++) {
    const family = Array.from({ length: scenario.cells }, (_, cell) => measure(scenario, cell, random));
    const verdicts = judge(family, scenario.rule).map(({ verdict }) => verdict);
    const blocks = family.map(({ screening, fresh }) => screening.length + fresh.length);
    addRun(tally, verdicts, blocks, scenario.effect);
  }
  return tally;
}

/** Fresh blocks follow those of screening: where neighbours are correlated, so are the two. */
function measure({ rule, effect, noise, sd }: Scenario, cell: number, random: Random): CellChanges {
  const shift = cell === 0 ? Math.log1p(effect) : 0;
  const { screening, confirmation } = rule;
  const blocks = noise(random, screening.blocks + confirmation.blocks).map((error) => shift + sd * error);
  const screened: CellChanges = { screening: blocks.slice(0, screening.blocks), fresh: [] };
  return suspicion(screened, rule) === null ? screened : { ...screened, fresh: blocks.slice(screening.blocks) };
}
