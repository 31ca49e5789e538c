/** Diffs of made-up secondary metrics, to count how often the second threshold is crossed with and without a reason. */
import { seededRandom } from '../random.ts';
import { beyondSecondThreshold, type SecondThresholdRule } from '../second-threshold.ts';
import type { Noise } from './noise.ts';

export interface SecondaryScenario {
  rule: SecondThresholdRule;
  /** The smallest change that matters, of every metric. */
  delta: number;
  /** Independent metrics; the first one became worse by `effect` (0.5 is 50 %). */
  metrics: number;
  effect: number;
  blocks: number;
  /**
   * Whether the rule is asked after every block, and a diff is red as soon as it once says yes: the worst that a number of
   * blocks that depends on what they show can do. Else it is asked once, after the last.
   */
  everyBlock: boolean;
  noise: Noise;
  /** The standard deviation of a block's log ratio. */
  sd: number;
}

export interface SecondaryTally {
  runs: number;
  /** Runs in which the first metric crossed the threshold. */
  found: number;
  /** Runs in which one without an effect did. */
  falseRed: number;
}

/** Runs the scenario `runs` times from the seed. */
export function simulateSecondary(scenario: SecondaryScenario, runs: number, seed: number): SecondaryTally {
  const { metrics, effect, blocks, noise, sd } = scenario;
  const random = seededRandom(seed);
  const tally: SecondaryTally = { runs, found: 0, falseRed: 0 };
  for (let run = 0; run < runs; run++) {
    const crossed = Array.from({ length: metrics }, (_, metric) => {
      const shift = metric === 0 ? Math.log1p(effect) : 0;
      return crosses(
        noise(random, blocks).map((error) => shift + sd * error),
        scenario,
      );
    });
    if (crossed[0]) tally.found++;
    if ((effect === 0 ? crossed : crossed.slice(1)).includes(true)) tally.falseRed++;
  }
  return tally;
}

function crosses(changes: readonly number[], { rule, delta, everyBlock }: SecondaryScenario): boolean {
  const is = (some: readonly number[]) => beyondSecondThreshold(some, delta, rule) !== undefined;
  return everyBlock ? changes.some((_, last) => is(changes.slice(0, last + 1))) : is(changes);
}
