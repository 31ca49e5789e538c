/**
 * Power and false alarms of a diff whose blocks are shared among machines, beside one machine with as many blocks, as the
 * tables of harness/stats/README.md.
 *
 *   bench-shards.ts [--runs 2000] [--seed 1]
 *
 * Exit code 1 where shares find +5 % by more than 3 points more rarely than one machine, or are red more often than it,
 * beyond what chance makes of so many diffs.
 */
import { blocksFor, fixedLook } from '../stats/fixed-sample.ts';
import { planLooks } from '../stats/sequential.ts';
import { autoregressive, heavyTails, type Noise, normal, outliers } from '../stats/simulation/noise.ts';
import { simulateSequential } from '../stats/simulation/sequential-run.ts';
import { type ShardsScenario, type ShardsTally, simulateShards } from '../stats/simulation/shards.ts';
import { markdownTable, percent, simulationOptions } from './bench-table.ts';

const { runs, seed } = simulationOptions(2_000);
const CELLS = 12;
const DELTA = 0.03;
const EFFECT = 0.05;
/** Among so many machines each has its usual share. */
const MANY = 100;
/** Points of power that shares may lose. */
const MOST_LOST = 3;
/** The share of clean diffs that the rule may call red. */
const FALSE_REDS = 1 / 400;
/** By how much a share of so many diffs may err by chance: twice its standard error, of the difference of two. */
const erring = (share: number): number => 2 * Math.sqrt((2 * share * (1 - share)) / runs);

/** The blocks in all, the spreads for which they are hardly enough, and among how many machines they are shared. */
const SIZES = [
  { blocks: 40, sds: [0.03, 0.05, 0.06], shards: [1, 2, 4, 8, 10, 20] },
  { blocks: 256, sds: [0.08, 0.12, 0.14], shards: [1, 2, 4, 8, 16, 32, 64] },
];
const COLUMNS = [...new Set(SIZES.flatMap(({ shards }) => shards))].toSorted((one, other) => one - other);
const NOISES: Record<string, Noise> = {
  normal,
  'heavy tails (t3)': heavyTails,
  'outliers (10 % at 5 SD)': outliers,
  'AR(1) 0.3': autoregressive(0.3),
};

const asPercent = (share: number): string => `${Number((100 * share).toPrecision(6))} %`;
const unlike: string[] = [];

type Some = Pick<ShardsScenario, 'noise' | 'sd'> & Partial<ShardsScenario>;

const simulate = (blocks: number, shards: number, some: Some): ShardsTally => {
  const { effect = 0 } = some;
  // Where one cell changed, it alone is of interest.
  const cells = effect === 0 ? CELLS : 1;
  return simulateShards({ shards, cells, delta: DELTA, look: fixedLook(blocks, CELLS), effect, ...some }, runs, seed);
};

/** Notes what is worse than one machine by more than chance explains, or, of false reds, than is promised. */
function compareFound(what: string, one: number, several: number): void {
  const lost = (one - several) / runs;
  if (lost > MOST_LOST / 100 + erring(one / runs)) note(`+${asPercent(EFFECT)} found by ${what}`, one, several);
}
function compareReds(what: string, one: number, several: number): void {
  const allowed = Math.max(FALSE_REDS, one / runs);
  if (several / runs > allowed + erring(allowed)) note(`false reds of ${what}`, one, several);
}
const note = (what: string, one: number, several: number): void =>
  void unlike.push(`${what}: ${percent(one, runs)} → ${percent(several, runs)}`);

function power(): string {
  const rows = SIZES.flatMap(({ blocks, sds, shards }) =>
    Object.entries(NOISES).flatMap(([name, noise]) =>
      sds.map((sd) => {
        const found = shards.map((each) => simulate(blocks, each, { noise, sd, effect: EFFECT }).found);
        const sequential = { delta: DELTA, looks: planLooks(blocks, CELLS), cells: 1, effect: EFFECT, noise, sd };
        const inSequence = simulateSequential(sequential, runs, seed).found;
        const what = `${blocks} blocks, ${name}, SD ${asPercent(sd)}`;
        for (const [at, each] of found.entries())
          if (isPromised(blocks, shards[at] as number, name))
            compareFound(`${shards[at]} shards, ${what}`, inSequence, each);
        return [name, `${blocks}`, asPercent(sd), percent(inSequence, runs), ...columns(shards, found)];
      }),
    ),
  );
  return markdownTable(['noise', 'blocks', 'SD', 'in sequence', ...COLUMNS.map(String)], rows);
}

/** Blocks that resemble their neighbours are promised nothing, nor is a share of fewer blocks than usual. */
const isPromised = (blocks: number, shards: number, noise: string): boolean =>
  blocks >= (shards * blocksFor(MANY)) / MANY && !noise.startsWith('AR');

/** A number of diffs for each number of shards that there is a column for. */
const columns = (shards: readonly number[], counts: readonly number[]): string[] =>
  COLUMNS.map((one) => {
    const count = counts[shards.indexOf(one)];
    return count === undefined ? '–' : percent(count, runs);
  });

function falseReds(): string {
  const rows = SIZES.flatMap(({ blocks, sds, shards }) =>
    Object.entries(NOISES).map(([name, noise]) => {
      const [, sd] = sds as [number, number];
      const tallies = shards.map((each) => simulate(blocks, each, { noise, sd }));
      const [one] = tallies as [ShardsTally];
      for (const [at, { falseRed }] of tallies.entries())
        if (isPromised(blocks, shards[at] as number, name))
          compareReds(`${shards[at]} shards, ${blocks} blocks, ${name}`, one.falseRed, falseRed);
      const differ = tallies.slice(1).map((tally) => (100 * tally.differ) / runs / CELLS);
      const span = `${Math.min(...differ).toFixed(1)}–${Math.max(...differ).toFixed(1)} %`;
      const reds = tallies.map(({ falseRed }) => falseRed);
      return [name, `${blocks}`, asPercent(sd), ...columns(shards, reds), span];
    }),
  );
  return markdownTable(['noise', 'blocks', 'SD', ...COLUMNS.map(String), 'differ'], rows);
}

/** Machines that are not alike: of one cell alone, which is red by what they add, and of +5 % on all of them. */
function unlikeMachines(): string {
  const kinds: [string, Some][] = [
    ['alike, SD 3 %', { noise: normal, sd: 0.03 }],
    ['one of four with SD 9 %', { noise: normal, sd: [0.03, 0.03, 0.03, 0.09] }],
    ['add 1 % each', { noise: normal, sd: 0.03, between: 0.01 }],
    ['add 2 % each', { noise: normal, sd: 0.03, between: 0.02 }],
    ['add 4 % each', { noise: normal, sd: 0.03, between: 0.04 }],
  ];
  const rows = kinds.map(([name, some]) => {
    const of = (shards: number, effect: number) => simulate(40, shards, { ...some, effect, cells: 1 });
    const cells = [1, 2, 4, 8, 16].flatMap((shards) => [
      percent(of(shards, 0).falseRed, runs),
      percent(of(shards, EFFECT).found, runs),
    ]);
    return [name, ...cells, percent(of(8, 0).differ, runs)];
  });
  const header = [1, 2, 4, 8, 16].flatMap((shards) => [`${shards}: red`, `${shards}: +5 %`]);
  return markdownTable(['machines', ...header, '8: differ'], rows);
}

console.log(
  `A diff shared among machines, ${CELLS} cells, δ = ${asPercent(DELTA)}, ${runs} diffs per share, seed ${seed}`,
);
console.log(
  `\n+${asPercent(EFFECT)} in one cell, found: by one machine in sequence, and by so many that share the blocks\n\n${power()}`,
);
console.log(
  `\nClean diffs of ${CELLS} cells that were red, and cells whose machines were said to differ\n\n${falseReds()}`,
);
console.log(`\nMachines that are not alike: one cell, 40 blocks (normal noise)\n\n${unlikeMachines()}`);
for (const line of unlike) console.log(`worse than one machine: ${line}`);
process.exitCode = unlike.length > 0 ? 1 : 0;
