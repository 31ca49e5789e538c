/** The tables of the second threshold, which `make bench-verdicts` prints beside those of the verdict rules. */
import { SECOND_THRESHOLD, type SecondThresholdRule } from '../stats/second-threshold.ts';
import { autoregressive, heavyTails, type Noise, normal, outliers } from '../stats/simulation/noise.ts';
import { type SecondaryScenario, simulateSecondary } from '../stats/simulation/second-threshold.ts';
import { markdownTable, percent } from './bench-table.ts';

/** The metrics of a diff of everything. */
const METRICS = 32;
const DELTA = 0.05;
/** The fewest that can fail, those of a short diff, and those of a long one. */
const BLOCKS = [SECOND_THRESHOLD.blocks, 5, 17];
const MOST = Math.max(...BLOCKS);
/** Standard deviations of a block's log ratio: an ordinary machine, its worst metric, a low rate beside two busy cores. */
const SDS = [0.05, 0.11, 0.2];
const EFFECTS = [0.2, 0.35, 0.5, 1];

const NOISES: Record<string, Noise> = {
  normal,
  'heavy tails (t3)': heavyTails,
  'outliers (10 % at 5 SD)': outliers,
  'AR(1) 0.3': autoregressive(0.3),
  'AR(1) 0.6': autoregressive(0.6),
};

const asPercent = (share: number): string => `${Number((100 * share).toPrecision(6))} %`;

const { factor, level } = SECOND_THRESHOLD;
const nameOf = (rule: SecondThresholdRule): string => `${rule.factor} δ, ${asPercent(rule.level)}`;
const OTHERS: SecondThresholdRule[] = [
  { ...SECOND_THRESHOLD, factor: 3 },
  { ...SECOND_THRESHOLD, factor: 8 },
  { ...SECOND_THRESHOLD, level: 0.95 },
  { ...SECOND_THRESHOLD, level: 0.999 },
];

type Tried = Pick<SecondaryScenario, 'rule' | 'noise' | 'sd'>;

/** The tables, each with its title. */
export function secondThresholdTables(runs: number, seed: number): { title: string; table: string }[] {
  const reds = (tried: Tried, blocks: number, everyBlock: boolean): string => {
    const scenario = { ...tried, delta: DELTA, metrics: METRICS, effect: 0, blocks, everyBlock };
    return percent(simulateSecondary(scenario, runs, seed).falseRed, runs);
  };
  const redsOf = (tried: Tried): string[] => [
    ...BLOCKS.map((blocks) => reds(tried, blocks, false)),
    reds(tried, MOST, true),
  ];
  const found = (rule: SecondThresholdRule, sd: number, blocks: number): string[] =>
    EFFECTS.map((effect) => {
      const scenario = { rule, noise: normal, sd, delta: DELTA, metrics: 1, effect, blocks, everyBlock: false };
      return percent(simulateSecondary(scenario, runs, seed).found, runs);
    });
  const looks = [...BLOCKS.map((blocks) => `${blocks} blocks`), `after each of ${MOST}`];
  const noisy = SDS.slice(1);
  const [worst] = noisy.toReversed() as [number];

  const inUse = noisy.flatMap((sd) =>
    Object.entries(NOISES).map(([name, noise]) => [
      name,
      asPercent(sd),
      ...redsOf({ rule: SECOND_THRESHOLD, noise, sd }),
    ]),
  );
  const rules = [SECOND_THRESHOLD, ...OTHERS].map((rule) => [
    `${nameOf(rule)}${rule === SECOND_THRESHOLD ? ' (in use)' : ''}`,
    ...redsOf({ rule, noise: autoregressive(0.3), sd: worst }),
    ...found(rule, 0.05, 5),
  ]);
  const power = SDS.flatMap((sd) =>
    BLOCKS.map((blocks) => [asPercent(sd), `${blocks}`, ...found(SECOND_THRESHOLD, sd, blocks)]),
  );
  const effects = EFFECTS.map((effect) => `+${asPercent(effect)}`);
  return [
    {
      title: `Second threshold of ${factor} δ, ${asPercent(level)} interval: clean diffs of ${METRICS} metrics that were red, δ = ${asPercent(DELTA)}`,
      table: markdownTable(['noise', 'SD', ...looks], inUse),
    },
    {
      title: `Other rules: clean diffs that were red (AR(1) 0.3, SD ${asPercent(worst)}), and a metric that became worse, found (normal, SD 5 %, 5 blocks)`,
      table: markdownTable(['rule', ...looks, ...effects], rules),
    },
    {
      title: 'The rule in use: a metric that became worse, found (normal noise)',
      table: markdownTable(['SD', 'blocks', ...effects], power),
    },
  ];
}
