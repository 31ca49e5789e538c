/**
 * How often the 95 % intervals hold the truth, as the tables of harness/stats/README.md: of a number of blocks that is
 * fixed, and of one that a pilot decided.
 *
 *   bench-coverage.ts [--runs 40000] [--seed 1]
 *
 * Exit code 1 when an interval that duet reports covers less than 93 % of independent blocks.
 */
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { COVERAGE_NOISES, countCoverage } from '../stats/simulation/coverage.ts';
import { countLeastCovered, TWO_STAGES } from '../stats/simulation/two-stage.ts';
import { markdownTable, simulationOptions } from './bench-table.ts';

const DEMANDED = 0.93;

const { runs, seed } = simulationOptions(40_000);
const budgetRuns = Math.ceil(runs / 4);
const percent = (count: number): string => `${((100 * count) / runs).toFixed(1)} %`;
let missed = 0;
const rows = COVERAGE_NOISES.flatMap(({ title, noise, demanded }) =>
  [3, 5, 8, 12].map((n) => {
    const { studentT, signedRank, reported } = countCoverage(noise, n, runs, seed);
    const { low, high } = clopperPearson(reported, runs, 0.95);
    if (demanded && high < DEMANDED) missed++;
    const verdict = demanded ? (high < DEMANDED ? 'missed' : 'met') : 'reported only';
    return [
      title,
      `${n}`,
      percent(studentT),
      signedRank === null ? '–' : percent(signedRank),
      percent(reported),
      `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`,
      verdict,
    ];
  }),
);
console.log(`Coverage of 95 % intervals, ${runs} samples each, seed ${seed}\n`);
const header = ['noise', 'blocks', 'Student t', 'signed-rank', 'reported', '95 % interval', '>= 93 %'];
console.log(markdownTable(header, rows));

const twoStage = TWO_STAGES.map((stages) => [
  stages.title,
  ...COVERAGE_NOISES.filter(({ demanded }) => demanded).map(({ noise }) => {
    const { covered, intervals } = countLeastCovered(stages, noise, budgetRuns, seed);
    if (clopperPearson(covered, intervals, 0.95).high < DEMANDED) missed++;
    return `${((100 * covered) / intervals).toFixed(1)} %`;
  }),
]);
console.log(`\nCoverage with a time budget, of the pattern covered least, ${budgetRuns} runs each, seed ${seed}\n`);
const noises = COVERAGE_NOISES.filter(({ demanded }) => demanded).map(({ title }) => title);
console.log(markdownTable(['patterns, and what is left after the pilot', ...noises], twoStage));
process.exitCode = missed > 0 ? 1 : 0;
