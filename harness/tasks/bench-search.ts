/**
 * How often the search for a pool's size finds it, on simulated services: the table of harness/tune/README.md.
 *
 *   bench-search.ts [--runs 100] [--seed 1]
 *
 * Exit code 1 when a workload at the usual rate comes within 2 connections of the smallest setting that is as good as the
 * best in fewer than 90 of 100 searches.
 */
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { countSearches, NEAR } from '../tests/simulated/simulated-search.ts';
import { markdownTable, percent, simulationOptions } from './bench-table.ts';

const DEMANDED = 0.9;
/** The noise of p95 between windows, and the share of windows that something else on the machine disturbs. */
const MACHINE = { noise: 0.03, disturbed: 0.05 };
const CASES = [
  ...(['cpu', 'slow', 'hold', 'fanout', 'mix'] as const).flatMap((workload) =>
    [30, 100, 200].map((ratePerS) => ({ workload, ratePerS, arrivals: 'poisson' as const, ...MACHINE })),
  ),
  ...(['steady', 'bursty'] as const).map((arrivals) => ({
    workload: 'hold' as const,
    ratePerS: 100,
    arrivals,
    ...MACHINE,
  })),
  { workload: 'hold' as const, ratePerS: 100, arrivals: 'poisson' as const, noise: 0.08, disturbed: 0.15 },
];
const USUAL_RATE = 100;

const { runs, seed } = simulationOptions(100);
const seeds = Array.from({ length: runs }, (_, run) => seed + 10 * run);
let missed = 0;
const rows = CASES.map((one) => {
  const { near, nearElsewhere, predictedNear, undecided, windows } = countSearches(one, seeds);
  const demanded = one.ratePerS === USUAL_RATE && one.arrivals === 'poisson';
  if (demanded && clopperPearson(near, runs, 0.95).high < DEMANDED) missed++;
  return [
    `${one.workload}${one.noise === MACHINE.noise ? '' : ', busy machine'}`,
    `${one.ratePerS}/s`,
    one.arrivals,
    percent(predictedNear, runs),
    percent(near, runs),
    percent(nearElsewhere, runs),
    percent(undecided, runs),
    (windows / runs).toFixed(1),
  ];
});
console.log(
  `Searches that end within ${NEAR} connections of the smallest setting that is as good as the best, ${runs} each, seed ${seed}\n`,
);
const header = ['workload', 'rate', 'arrivals', 'prediction alone', 'search', 'other arrivals', 'undecided', 'windows'];
console.log(markdownTable(header, rows));
process.exitCode = missed > 0 ? 1 : 0;
