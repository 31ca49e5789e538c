/** Diffs of made-up cells under the sequential rule: how often it is right, and after how many blocks. */

import { type Random, seededRandom } from '../random.ts';
import { boundariesOf, decide, type Look } from '../sequential.ts';
import { addRun, type DiffTally, emptyTally } from './diff-tally.ts';
import type { Noise } from './noise.ts';

/**
 * `cells` independent cells, of which the first became slower by `effect` (0.05 is 5 %). The looks say how many are judged
 * together: where only the first is of interest, the others need not be drawn.
 */
export interface SequentialScenario {
  cells: number;
  /** The smallest change that matters. */
  delta: number;
  /** The looks at every cell; the last one is at its last block. */
  looks: readonly Look[];
  effect: number;
  noise: Noise;
  /** Standard deviation of one block's log ratio. */
  sd: number;
}

/** Runs the scenario `runs` times from the seed; every cell is measured until it is decided. */
export function simulateSequential(scenario: SequentialScenario, runs: number, seed: number): DiffTally {
  const random = seededRandom(seed);
  const { looks, cells, effect, delta } = scenario;
  const mostBlocks = mostBlocksOf(looks);
  const boundaries = boundariesOf(looks);
  const tally = emptyTally(runs);
  for (let run = 0; run < runs; run++) {
    const decisions = Array.from({ length: cells }, (_, cell) =>
      decide(blocksOf(scenario, cell, random), boundaries, delta),
    );
    const verdicts = decisions.map((one) => one?.verdict);
    const blocks = decisions.map((one) => one?.blocks ?? mostBlocks);
    addRun(tally, verdicts, blocks, effect);
  }
  return tally;
}

const mostBlocksOf = (looks: readonly Look[]): number => looks.at(-1)?.blocks ?? 0;

function blocksOf({ effect, noise, sd, looks }: SequentialScenario, cell: number, random: Random): number[] {
  const shift = cell === 0 ? Math.log1p(effect) : 0;
  return noise(random, mostBlocksOf(looks)).map((error) => shift + sd * error);
}
