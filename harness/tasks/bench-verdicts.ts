/**
 * Power, false alarms and blocks of the verdict rules, as the tables of harness/stats/README.md.
 *
 *   bench-verdicts.ts [--runs 10000] [--seed 1]
 *
 * A diff has 12 primary cells. One became slower by the effect, the others did not change.
 */

import { planLooks } from '../stats/sequential.ts';
import { autoregressive, heavyTails, type Noise, normal, outliers } from '../stats/simulation/noise.ts';
import { simulateSequential } from '../stats/simulation/sequential-run.ts';
import { simulateDiffs } from '../stats/simulation/two-stage-diff.ts';
import { verdictRule } from '../stats/verdict.ts';
import { secondThresholdTables } from './bench-second-threshold.ts';
import { markdownTable, percent, simulationOptions } from './bench-table.ts';

const { runs, seed } = simulationOptions(10_000);
const CELLS = 12;
const DELTA = 0.03;
/** 5 screening and 12 fresh ones in two stages, and as many at most in sequence. */
const MOST_BLOCKS = 17;
const SDS = [0.01, 0.02, 0.03, 0.05];

const noises: Record<string, Noise> = {
  normal,
  'heavy tails (t3)': heavyTails,
  'outliers (10 % at 5 SD)': outliers,
  'AR(1) 0.3': autoregressive(0.3),
  'AR(1) 0.6': autoregressive(0.6),
};

/** What the tables say of either rule. */
type Tally = Omit<ReturnType<typeof simulateSequential>, 'runs'>;
type Rule = (noise: Noise, sd: number, effect: number) => Tally;

const twoStages: Rule = (noise, sd, effect) =>
  simulateDiffs({ rule: verdictRule(DELTA), cells: CELLS, effect, noise, sd }, runs, seed);

function inSequence(mostBlocks = MOST_BLOCKS, family = CELLS): Rule {
  const looks = planLooks(mostBlocks, family);
  // Where one cell changed, it alone is of interest.
  return (noise, sd, effect) =>
    simulateSequential({ delta: DELTA, looks, cells: effect === 0 ? family : 1, effect, noise, sd }, runs, seed);
}

const asPercent = (share: number): string => `${100 * share} %`;
const found = (tally: Tally): string => percent(tally.found, runs);
const passed = (tally: Tally): string => percent(tally.overlooked, runs);
const meanBlocks = (tally: Tally): string => (tally.firstBlocks / runs).toFixed(1);
const cleanBlocks = (tally: Tally): string => (tally.cellBlocks / runs / CELLS).toFixed(1);

/** Both rules in one cell of the table: "92 → 95 %". */
const both = (before: string, now: string): string => (before === now ? now : `${before.replace(' %', '')} → ${now}`);

function compareRules(): string {
  const rows = Object.entries(noises).flatMap(([title, noise]) =>
    SDS.map((sd) => {
      const of = (rule: Rule) => {
        const clean = rule(noise, sd, 0);
        const [one, two, three, five, ten] = [0.01, 0.02, 0.03, 0.05, 0.1].map((effect) => rule(noise, sd, effect));
        const all = [one, two, three, five, ten] as Tally[];
        return [
          percent(clean.falseRed, runs),
          ...all.map(found),
          passed(three as Tally),
          cleanBlocks(clean),
          meanBlocks(five as Tally),
          meanBlocks(ten as Tally),
        ];
      };
      const [before, now] = [of(twoStages), of(inSequence())];
      return [title, asPercent(sd), ...now.map((value, index) => both(before[index] as string, value))];
    }),
  );
  const shares = ['false red', '+1 %', '+2 %', '+3 %', '+5 %', '+10 %', '+3 % passed'];
  return markdownTable(['noise', 'SD', ...shares, 'blocks: clean', 'of +5 %', 'of +10 %'], rows);
}

function moreBlocks(): string {
  const rows = [8, 12, 17, 24, 40].flatMap((most) =>
    SDS.map((sd) => {
      const rule = inSequence(most);
      const [clean, five, ten] = [0, 0.05, 0.1].map((effect) => rule(normal, sd, effect)) as [Tally, Tally, Tally];
      const unchanged = percent(clean.unchanged, clean.withoutEffect);
      const blocks = [cleanBlocks(clean), meanBlocks(five), meanBlocks(ten)];
      return [`${most}`, asPercent(sd), percent(clean.falseRed, runs), found(five), found(ten), unchanged, ...blocks];
    }),
  );
  const header = ['most blocks', 'SD', 'false red', '+5 %', '+10 %', 'clean: "no change"'];
  return markdownTable([...header, 'blocks: clean', 'of +5 %', 'of +10 %'], rows);
}

function oneCell(): string {
  const rows = SDS.map((sd) => {
    const of = (rule: Rule) => [0.05, 0.1].map((effect) => rule(normal, sd, effect));
    const alone = inSequence(MOST_BLOCKS, 1);
    const clean = alone(normal, sd, 0);
    const tallies = of(alone);
    return [
      asPercent(sd),
      percent(clean.falseRed, runs),
      ...tallies.map(found),
      percent(clean.unchanged, clean.withoutEffect),
      meanBlocks(clean),
      ...tallies.map(meanBlocks),
    ];
  });
  const header = ['SD', 'false red', '+5 %', '+10 %', 'clean: "no change"', 'blocks: clean', 'of +5 %', 'of +10 %'];
  return markdownTable(header, rows);
}

console.log(`Verdicts of a diff of ${CELLS} cells, δ = ${asPercent(DELTA)}, ${runs} diffs per share, seed ${seed}`);
console.log(`\nTwo stages (5 + 12 blocks) → in sequence (at most ${MOST_BLOCKS})\n\n${compareRules()}`);
console.log(`\nIn sequence, with fewer or more blocks at most (normal noise)\n\n${moreBlocks()}`);
console.log(`\nOne cell alone, at most ${MOST_BLOCKS} blocks (normal noise)\n\n${oneCell()}`);
for (const { title, table } of secondThresholdTables(runs, seed)) console.log(`\n${title}\n\n${table}`);
