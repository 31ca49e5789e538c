/** Diffs of made-up cells, to count how often the verdict rules find what is there and see what is not. */
import { type Random, seededRandom } from '../random.ts';
import { type CellChanges, judge, suspicion, type VerdictRule } from '../verdict.ts';
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

/** Counts over all runs. */
export interface DiffTally {
  runs: number;
  /** Runs that called the first cell a regression. */
  found: number;
  /** Runs that called the first cell "no change". */
  overlooked: number;
  /** Runs that called any cell without an effect a regression. */
  falseRed: number;
  /** Cells without an effect that were called "no change", of how many. */
  unchanged: number;
  withoutEffect: number;
  /** Blocks of one cell that were measured in both stages. */
  cellBlocks: number;
}

/** Runs the scenario `runs` times from the seed. */
export function simulateDiffs(scenario: Scenario, runs: number, seed: number): DiffTally {
  const random = seededRandom(seed);
  const tally: DiffTally = {
    runs,
    found: 0,
    overlooked: 0,
    falseRed: 0,
    unchanged: 0,
    withoutEffect: 0,
    cellBlocks: 0,
  };
  for (let run = 0; run < runs; run++) {
    const family = Array.from({ length: scenario.cells }, (_, cell) => measure(scenario, cell, random));
    const verdicts = judge(family, scenario.rule).map(({ verdict }) => verdict);
    const others = scenario.effect === 0 ? verdicts : verdicts.slice(1);
    if (verdicts[0] === 'regression') tally.found++;
    if (verdicts[0] === 'no change') tally.overlooked++;
    if (others.includes('regression')) tally.falseRed++;
    tally.unchanged += others.filter((verdict) => verdict === 'no change').length;
    tally.withoutEffect += others.length;
    tally.cellBlocks += family.reduce((sum, { screening, fresh }) => sum + screening.length + fresh.length, 0);
  }
  return tally;
}

function measure({ rule, effect, noise, sd }: Scenario, cell: number, random: Random): CellChanges {
  const shift = cell === 0 ? Math.log1p(effect) : 0;
  const blocks = (n: number): number[] => noise(random, n).map((error) => shift + sd * error);
  const screened: CellChanges = { screening: blocks(rule.screening.blocks), fresh: [] };
  return suspicion(screened, rule) === null ? screened : { ...screened, fresh: blocks(rule.confirmation.blocks) };
}
