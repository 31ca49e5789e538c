/** Diffs whose blocks are shared among made-up machines: how often the rule of merged shards is right. */
import { shareOf } from '../../results/shares.ts';
import { decideFixed } from '../fixed-sample.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Look } from '../sequential.ts';
import { addRun, type DiffTally, emptyTally } from './diff-tally.ts';
import { type Noise, normal } from './noise.ts';

/** `cells` independent cells, of which the first became slower by `effect` (0.05 is 5 %) on every machine. */
export interface ShardsScenario {
  shards: number;
  cells: number;
  /** The smallest change that matters. */
  delta: number;
  /** At all blocks of all machines. */
  look: Look;
  effect: number;
  noise: Noise;
  /** Standard deviation of one block's log ratio on each machine; of the k-th machine where there are several. */
  sd: number | readonly number[];
  /** Standard deviation of what a machine adds to every block of a cell, on top of the effect. Default: none. */
  between?: number;
}

export interface ShardsTally extends DiffTally {
  /** Cells, of all runs, whose machines were said to differ. */
  differ: number;
}

/** Runs the scenario `runs` times from the seed. The noise of each machine is its own, from its first block on. */
export function simulateShards(scenario: ShardsScenario, runs: number, seed: number): ShardsTally {
  const random = seededRandom(seed);
  const margin = Math.log1p(scenario.delta);
  const tally = { ...emptyTally(runs), differ: 0 };
  const blocks = Array.from({ length: scenario.cells }, () => scenario.look.blocks);
  for (let run = 0; run < runs; run++) {
    const decisions = blocks.map((_, cell) => decideFixed(strataOf(scenario, cell, random), scenario.look, margin));
    tally.differ += decisions.filter(({ differ }) => differ).length;
    addRun(
      tally,
      decisions.map(({ verdict }) => verdict ?? undefined),
      blocks,
      scenario.effect,
    );
  }
  return tally;
}

function strataOf(scenario: ShardsScenario, cell: number, random: Random): number[][] {
  const { shards, look, effect, noise, sd, between = 0 } = scenario;
  const shift = cell === 0 ? Math.log1p(effect) : 0;
  return Array.from({ length: shards }, (_, index) => {
    const { from, to } = shareOf(look.blocks, { shard: index + 1, shards });
    const own = between === 0 ? 0 : between * (normal(random, 1)[0] as number);
    const spread = typeof sd === 'number' ? sd : (sd[index % sd.length] as number);
    return noise(random, to - from).map((error) => shift + own + spread * error);
  });
}
