/**
 * Power and false alarms of the verdict rules, as the tables of harness/stats/README.md.
 *
 *   bench-verdicts.ts [--runs 10000] [--seed 1]
 *
 * A diff has 12 primary cells. One became slower by the effect, the others did not change.
 */

import { type DiffTally, simulateDiffs } from '../stats/simulation/diff-run.ts';
import { autoregressive, heavyTails, type Noise, normal, outliers } from '../stats/simulation/noise.ts';
import { type StageRule, type VerdictRule, verdictRule } from '../stats/verdict.ts';
import { markdownTable, percent, simulationOptions } from './bench-table.ts';

const { runs, seed } = simulationOptions(10_000);
const CELLS = 12;
const SDS = [0.01, 0.02, 0.03, 0.05];
const EFFECTS = [0.02, 0.03, 0.05, 0.1];
const RULE = verdictRule(0.03);

const noises: Record<string, Noise> = {
  normal,
  'heavy tails (t3)': heavyTails,
  'outliers (10 % at 5 SD)': outliers,
  'AR(1) 0.3': autoregressive(0.3),
  'AR(1) 0.6': autoregressive(0.6),
};

function simulate(rule: VerdictRule, noise: Noise, sd: number, effect: number): DiffTally {
  return simulateDiffs({ rule, cells: CELLS, effect, noise, sd }, runs, seed);
}

function withStages(screening: Partial<StageRule>, confirmation: Partial<StageRule>): VerdictRule {
  return {
    ...RULE,
    screening: { ...RULE.screening, ...screening },
    confirmation: { ...RULE.confirmation, ...confirmation },
  };
}

/** Blocks of one cell that a clean diff measures on average, both stages together. */
const cost = ({ cellBlocks }: DiffTally): string => `${Math.round(cellBlocks / runs)}`;
const asPercent = (share: number): string => `${100 * share} %`;
const sdTitles = SDS.map((sd) => `SD ${asPercent(sd)}`);

/** Screening as sharp as confirmation, and the wide one in use. Both with `confirmation` fresh blocks. */
const sharp = (screening: number, confirmation: number) =>
  withStages({ p: 0.05, shareOfDelta: 1, blocks: screening }, { blocks: confirmation });
const wide = (screening: number, confirmation: number) => withStages({ blocks: screening }, { blocks: confirmation });

const rules: [string, VerdictRule][] = [
  ['sharp, 5 + 8', sharp(5, 8)],
  ['sharp, 5 + 12', sharp(5, 12)],
  ['sharp, 5 + 16', sharp(5, 16)],
  ['sharp, 8 + 8', sharp(8, 8)],
  ['sharp, 8 + 16', sharp(8, 16)],
  ['wide, 5 + 8', wide(5, 8)],
  ['wide, 5 + 12 (in use)', RULE],
  ['wide, 5 + 16', wide(5, 16)],
  ['wide, 8 + 12', wide(8, 12)],
  ['wide, 12 + 20', wide(12, 20)],
  ['wider (p < 0.4), 5 + 12', withStages({ p: 0.4 }, {})],
  ['wide, against δ/2, 5 + 12', withStages({}, { against: 0.5 })],
  ['the same at p < 0.1', withStages({}, { against: 0.5, p: 0.1 })],
];

type Counted = 'found' | 'overlooked' | 'falseRed';
const shares = (tallies: readonly DiffTally[], what: Counted): string[] =>
  tallies.map((tally) => percent(tally[what], tally.runs));

function compareRules(): string {
  const rows = rules.map(([title, rule]) => {
    const slower = SDS.map((sd) => simulate(rule, normal, sd, 0.05));
    const slightlySlower = simulate(rule, normal, 0.03, 0.02);
    const clean = SDS.map((sd) => simulate(rule, normal, sd, 0));
    const red = [...shares([slightlySlower], 'found'), ...shares(clean.slice(-1), 'falseRed')];
    return [title, ...shares(slower, 'found'), ...red, clean.map(cost).join(' / ')];
  });
  const found = sdTitles.map((title) => `+5 %, ${title}`);
  return markdownTable(['screening, blocks', ...found, '+2 %, SD 3 %', 'false red, SD 5 %', 'cell-blocks'], rows);
}

function tryNoises(): string {
  const rows = Object.entries(noises).flatMap(([title, noise]) =>
    SDS.map((sd) => {
      const [slower, clean] = [
        EFFECTS.map((effect) => simulate(RULE, noise, sd, effect)),
        simulate(RULE, noise, sd, 0),
      ];
      const overlooked = shares(slower.slice(EFFECTS.indexOf(RULE.delta)), 'overlooked').slice(0, 2);
      return [
        title,
        asPercent(sd),
        ...shares(slower, 'found'),
        ...overlooked,
        ...shares([clean], 'falseRed'),
        cost(clean),
      ];
    }),
  );
  const found = EFFECTS.map((effect) => `+${asPercent(effect)}`);
  return markdownTable(['noise', 'SD', ...found, '+3 % passed', '+5 % passed', 'false red', 'cell-blocks'], rows);
}

function unchangedCells(): string {
  const rows = [5, 8, 12, 16, 20].map((blocks) => [
    `${blocks} + 12`,
    ...SDS.map((sd) => {
      const { unchanged, withoutEffect } = simulate(wide(blocks, 12), normal, sd, 0);
      return percent(unchanged, withoutEffect);
    }),
  ]);
  return markdownTable(['blocks', ...sdTitles], rows);
}

const title = `Verdicts of a diff of ${CELLS} cells, δ = ${asPercent(RULE.delta)}, ${runs} diffs per figure, seed ${seed}`;
console.log(title);
console.log(`\nRules and budgets: a slower cell called a regression (normal noise)\n\n${compareRules()}`);
console.log(`\nThe rule in use: a slower cell called a regression, or passed as "no change"\n\n${tryNoises()}`);
console.log(`\nCells that did not change called "no change" (normal noise)\n\n${unchangedCells()}`);
