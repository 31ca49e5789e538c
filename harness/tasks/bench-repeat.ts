/**
 * Does a second run say the same? Makes several runs of one profile and prints, for every gain and stack, the spread
 * between the runs and how many of their intervals hold the mean of all.
 *
 *   bench-repeat.ts [--runs 5] [--profile quick] [--from a/results.json --from b/results.json ...]
 *
 * With --from it makes no run and reads the given ones. Exit code 1 when a target is missed. Leave the machine alone
 * meanwhile: what else runs on it is part of the spread.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { EXIT } from '../errors.ts';
import { readResults } from '../results/run-folder.ts';
import type { Gain, StoredResults } from '../results/schema.ts';
import { type Repeatability, type RunEstimate, repeatability } from '../stats/repeatability.ts';
import { markdownTable } from './bench-table.ts';

/** Most that the gain of a metric may spread between runs, as SD of its logarithm; the other rows are only shown. */
const TARGETS: Record<string, number> = {
  'parallel latency': 0.03,
  'batching time': 0.03,
  'pooling latency': 0.03,
  'pooling capacity': 0.1,
  'workers worst_light': 0.1,
  'streaming peak_rss': 0.1,
};
/** The share of the intervals, of all runs and targeted rows, that must hold the mean of the runs. */
const COVERED = 0.9;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    profile: { type: 'string', default: 'quick' },
    out: { type: 'string', default: 'out' },
    from: { type: 'string', multiple: true },
  },
});
const files = options.from ?? (await makeRuns(Number(options.runs)));
const runs = files.map((file) => readResults(file));

const rows = rowsOf(runs);
const spread = (row: Row) => (row.kind === 'ratio' ? `${(100 * row.sd).toFixed(1)} %` : row.sd.toFixed(3));
const verdict = ({ target, sd }: Row) => (target === undefined ? '' : sd <= target ? 'met' : 'MISSED');
console.log(
  markdownTable(
    ['gain', ...runs.map((_, n) => `run ${n + 1}`), 'SD between', 'target', '', 'intervals with the mean'],
    rows.map((row) => [
      row.name,
      ...row.estimates.map(({ value }) => value.toPrecision(3)),
      spread(row),
      row.target === undefined ? '–' : `${100 * row.target} %`,
      verdict(row),
      `${row.covered} of ${row.estimates.length}`,
    ]),
  ),
);
const judged = rows.filter(({ target }) => target !== undefined);
const intervals = judged.flatMap(({ estimates }) => estimates).length;
const covered = judged.reduce((sum, row) => sum + row.covered, 0);
console.log(
  `\n${judged.filter((row) => verdict(row) === 'met').length} of ${judged.length} targets met; ` +
    `${covered} of their ${intervals} intervals hold the mean of the runs (target ${100 * COVERED} %)`,
);
if (judged.some((row) => verdict(row) === 'MISSED') || covered < COVERED * intervals) process.exitCode = 1;

interface Row extends Repeatability {
  name: string;
  kind: Gain['kind'];
  estimates: RunEstimate[];
  target: number | undefined;
}

/** Only gains that every run has. */
function rowsOf(all: StoredResults[]): Row[] {
  const [first] = all;
  return (first?.patterns ?? []).flatMap(({ pattern, stacks }) =>
    Object.entries(stacks).flatMap(([stack, { gains }]) =>
      gains.flatMap(({ metric, variant, kind }) => {
        const estimates = all.flatMap((one) => {
          const found = one.patterns.find((other) => other.pattern === pattern)?.stacks[stack as 'node' | 'python'];
          return found?.gains.find((gain) => gain.metric === metric && gain.variant === variant)?.estimate ?? [];
        });
        if (estimates.length < all.length) return [];
        const name = `${pattern} ${metric}`;
        const shown = `${name}, ${stack}${variant === 'after' ? '' : ` ${variant}`}`;
        return [{ name: shown, kind, estimates, target: TARGETS[name], ...repeatability(estimates, kind) }];
      }),
    ),
  );
}

/**
 * @returns the results of each run. One that must not be trusted (exit 5) says so, and another takes its place; as many
 * as were asked for may be lost so.
 * @throws Error when a run fails for another reason, or too many were not to be trusted.
 */
async function makeRuns(count: number): Promise<string[]> {
  const cli = path.join(import.meta.dirname, '../cli.ts');
  const made: string[] = [];
  for (let seed = 1; made.length < count; seed++) {
    if (seed > 2 * count) throw new Error('this machine is too busy: most runs are not to be trusted');
    console.error(`run ${made.length + 1} of ${count}`);
    const { stdout, stderr, exitCode } = await execa(
      process.execPath,
      [cli, 'compare', '--json', '--profile', options.profile, '--out', options.out, '--seed', String(seed)],
      { reject: false, maxBuffer: 1e9 },
    );
    if (exitCode === EXIT.invalid) console.error(stderr.split('\n').slice(-2).join('\n'));
    else if (exitCode !== 0) throw new Error(stderr);
    else made.push(path.join(options.out, (JSON.parse(stdout) as StoredResults).run.id, 'results.json'));
  }
  return made;
}
