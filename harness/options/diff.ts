/** The options of `duet diff`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import type { DiffHeader, Thresholds } from '../results/schema.ts';
import { SECOND_THRESHOLD } from '../stats/second-threshold.ts';
import { DELTAS } from '../stats/verdict.ts';
import { addSelection, type SelectionOptions } from './selection.ts';
import { addShardOptions, type ShardOptions } from './shard.ts';
import { duration, integer } from './values.ts';

/** The options of everything that is measured in blocks of two sides. */
export interface TimedOptions {
  seed?: number;
  /** In ms. */
  timeBudget: number;
  threshold: Thresholds;
  countsOnly: boolean;
  sameAnswers?: boolean;
  json?: boolean;
  dryRun?: boolean;
}

export interface DiffOptions extends SelectionOptions, TimedOptions, ShardOptions {
  /** Only the kinds that were given. */
  alert?: Partial<Thresholds>;
  failOn: DiffHeader['fail_on'];
  strict: boolean;
  exactBase?: boolean;
  evenIfEqual?: boolean;
  /** A folder, an id or `latest`. */
  resume?: string;
}

const DEFAULT_BUDGET_MS = 5 * 60_000;
const FAIL_ON: DiffHeader['fail_on'][] = ['regression', 'inconclusive', 'never'];
/** The kinds of metrics by the words that people type. */
const KINDS = { cpu: 'cost', time: 'time', memory: 'memory' } as const;

export function addTimedOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--time-budget <time>', 'time for the whole run except for installing and building, e.g. 75s or 5m')
        .default(DEFAULT_BUDGET_MS, '5m')
        .argParser(duration),
    )
    .addOption(
      new Option(
        '--threshold <changes>',
        'the smallest changes that matter, by kind of metric; one value applies to all',
      )
        .default({ ...DELTAS }, written(DELTAS))
        .argParser((value): Thresholds => ({ ...DELTAS, ...changes(value) })),
    )
    .option(
      '--counts-only',
      'only compare counts (statements, round trips, calls, blocks), which are exact and take seconds',
      false,
    )
    .option('--same-answers', 'end with exit code 3 where a request of your own service is answered differently')
    .option('--seed <n>', 'seed of the order of the trials (default: from the clock)', integer(0, 2 ** 31 - 1))
    .addOption(
      new Option('--dry-run', 'print the plan, the expected time and the expected power, and stop').conflicts('resume'),
    )
    .option('--json', 'print diff.json on stdout instead of the summary');
}

export function addDiffOptions(command: Command): Command {
  return addShardOptions(addTimedOptions(addSelection(command)))
    .option('--alert <changes>', 'smaller changes that are reported but never fail, e.g. cpu=1%,time=3%', changes)
    .addOption(
      new Option(
        '--fail-on <verdict>',
        'the verdict that ends with exit code 1; inconclusive includes regressions and incomplete diffs',
      )
        .choices(FAIL_ON)
        .default('regression'),
    )
    .option(
      '--strict',
      `regressions in time, capacity and memory fail at their threshold, not only beyond ${SECOND_THRESHOLD.factor} times it`,
      false,
    )
    .option('--exact-base', 'compare with the tip of the base branch instead of the merge base')
    .option('--even-if-equal', 'measure even if the services of both sides are identical (A/A)')
    .option('--resume <run>', 'continue an interrupted diff: its folder, its id, or latest for the newest');
}

/** `cpu=3%,time=5%` or `4%` for every kind. */
function changes(value: string): Partial<Thresholds> {
  const given: Partial<Thresholds> = {};
  for (const one of value.split(',')) {
    const [, kind, percent] = one.trim().match(/^(?:([a-z]+)=)?(\d+(?:\.\d+)?)%$/) ?? [];
    const share = Number(percent) / 100;
    if (!(share > 0 && share < 1) || (kind !== undefined && !(kind in KINDS))) {
      throw new InvalidArgumentError(`It must look like cpu=3%,time=5%,memory=5% or 4%, each above 0 and below 100 %.`);
    }
    const kinds = kind === undefined ? Object.values(KINDS) : [KINDS[kind as keyof typeof KINDS]];
    for (const each of kinds) given[each] = share;
  }
  return given;
}

/** The text that people would type for these thresholds. */
export const written = (thresholds: Thresholds): string =>
  Object.entries(KINDS)
    .map(([kind, name]) => `${kind}=${Number((thresholds[name] * 100).toPrecision(12))}%`)
    .join(',');

/**
 * The alert thresholds in full; a kind that was not given alerts at its threshold, which is not at all.
 * @throws DuetError (exit 2) for one above its threshold: it could never be reached without failing.
 */
export function alertsOf({ alert, threshold }: Pick<DiffOptions, 'alert' | 'threshold'>): Thresholds | null {
  if (alert === undefined) return null;
  const alerts = { ...threshold, ...alert };
  const above = Object.entries(KINDS).filter(([, kind]) => alerts[kind] > threshold[kind]);
  if (above.length === 0) return alerts;
  const [kind] = above[0] as [string, unknown];
  throw new DuetError(`--alert ${written(alerts)} is above --threshold ${written(threshold)} in ${kind}`, {
    exitCode: EXIT.usage,
    hint: 'an alert points at changes that are too small to fail: give it less than the threshold',
  });
}
