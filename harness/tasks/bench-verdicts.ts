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

const budget = (screening: number, confirmation: number) => withStages({ blocks: screening }, { blocks: confirmation });
const asPercent = (share: number): string => `${100 * share} %`;
const sdTitles = SDS.map((sd) => `SD ${asPercent(sd)}`);

const sharp = { p: 0.05, shareOfDelta: 1 };
const rules: [string, VerdictRule][] = [
  ['p < 0.05 and δ, 5 + 8', withStages(sharp, { blocks: 8 })],
  ['p < 0.05 and δ, 5 + 12', withStages(sharp, { blocks: 12 })],
  ['p < 0.05 and δ, 8 + 8', withStages({ ...sharp, blocks: 8 }, { blocks: 8 })],
  ['p < 0.05 and δ, 8 + 16', withStages({ ...sharp, blocks: 8 }, { blocks: 16 })],
  ['p < 0.2 and δ/2, 5 + 8', budget(5, 8)],
  ['p < 0.2 and δ/2, 5 + 12 (in use)', RULE],
  ['p < 0.2 and δ/2, 5 + 16', budget(5, 16)],
  ['p < 0.4 and δ/2, 5 + 12', withStages({ p: 0.4 }, {})],
  ['p < 0.2 and δ/2, 8 + 12', budget(8, 12)],
  ['p < 0.2 and δ/2, 12 + 20', budget(12, 20)],
];

function compareRules(): string {
  const rows = rules.map(([title, rule]) => {
    const [slower, clean] = [0.05, 0].map((effect) => SDS.map((sd) => simulate(rule, normal, sd, effect)));
    const cost = (clean ?? []).map(({ cellBlocks }) => `${Math.round(cellBlocks / runs)}`).join(' / ');
    return [title, ...shares(slower, 'found'), ...shares(clean?.slice(2), 'falseRed'), cost];
  });
  const header = [
    'screening, blocks',
    ...sdTitles,
    ...sdTitles.slice(2).map((title) => `red, ${title}`),
    'cell-blocks',
  ];
  return markdownTable(header, rows);
}

const shares = (tallies: readonly DiffTally[] | undefined, what: 'found' | 'overlooked' | 'falseRed'): string[] =>
  (tallies ?? []).map((tally) => percent(tally[what], tally.runs));

function tryNoises(): string {
  const rows = Object.entries(noises).flatMap(([title, noise]) =>
    SDS.map((sd) => {
      const found = EFFECTS.map((effect) => simulate(RULE, noise, sd, effect));
      const clean = simulate(RULE, noise, sd, 0);
      const cost = `${Math.round(clean.cellBlocks / runs)}`;
      return [
        title,
        asPercent(sd),
        ...shares(found, 'found'),
        ...shares(found.slice(1, 2), 'overlooked'),
        ...shares([clean], 'falseRed'),
        cost,
      ];
    }),
  );
  const header = [
    'noise',
    'SD per block',
    ...EFFECTS.map((effect) => `+${asPercent(effect)}`),
    'false red',
    'cell-blocks',
  ];
  return markdownTable(header, rows);
}

function unchangedCells(): string {
  const rows = [5, 8, 12, 16, 20].map((blocks) => [
    `${blocks}`,
    ...SDS.map((sd) => {
      const { unchanged, withoutEffect } = simulate(budget(blocks, 12), normal, sd, 0);
      return percent(unchanged, withoutEffect);
    }),
  ]);
  return markdownTable(['screening blocks', ...sdTitles], rows);
}

console.log(
  `Verdicts of a diff of ${CELLS} cells, δ = ${asPercent(RULE.delta)}, ${runs} diffs per figure, seed ${seed}`,
);
console.log(`\n+5 % found, and clean diffs called red, by screening and blocks (normal noise)\n\n${compareRules()}`);
console.log(`\nThe rule in use: slower cells found, and clean diffs called red, by noise\n\n${tryNoises()}`);
console.log(`\nUnchanged cells called "no change" (normal noise)\n\n${unchangedCells()}`);
