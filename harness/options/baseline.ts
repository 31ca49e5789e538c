/** The options of `duet diff --baseline`, and what cannot stand beside them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_TOLERANCE } from '../diff/baseline/judge.ts';
import { refused } from '../errors.ts';
import { BASELINES } from '../results/kept.ts';

export interface BaselineOptions {
  /** A file, or a name in `baselineDir`. */
  baseline?: string;
  baselineDir: string;
  /** A results.json, the folder or id of a run, or `latest`. */
  results: string;
  tolerance: number;
}

/** Options that have no meaning beside --baseline: they decide how something is measured, or say what. */
const MEASURING = [
  'timeBudget',
  'threshold',
  'alert',
  'accept',
  'acceptFile',
  'countsOnly',
  'evenIfEqual',
  'seed',
  'resume',
  'dryRun',
  'pattern',
  'stack',
];
/** Options that have no meaning without it. */
const STORED = ['baselineDir', 'results', 'tolerance'];

export function addBaselineOptions(command: Command): Command {
  return command
    .option(
      '--baseline <file|name>',
      'measure nothing: compare the results of a run with a stored baseline or results.json',
    )
    .option('--baseline-dir <folder>', 'with --baseline: where baselines are kept', BASELINES)
    .option('--results <run>', 'with --baseline: a results.json, the folder or the id of a run, or latest', 'latest')
    .addOption(
      new Option('--tolerance <percent>', 'with --baseline: the change of a gain, ratio or value that is tolerated')
        .default(DEFAULT_TOLERANCE, `${100 * DEFAULT_TOLERANCE}%`)
        .argParser(share),
    );
}

/** @throws DuetError (exit 2) for options that would need a measurement. */
export function refuseMeasuring(sides: readonly (string | undefined)[], command: Command): void {
  const impossible = [...sides.filter((side) => side !== undefined), ...typed(MEASURING, command)];
  if (impossible.length === 0) return;
  throw refused(
    `--baseline measures nothing, and cannot have ${impossible.join(', ')}`,
    'leave it out, or leave --baseline out to measure two sides here',
  );
}

/** @throws DuetError (exit 2) where a diff that measures was given what only a stored one knows. */
export function refuseStored(command: Command): void {
  const impossible = typed(STORED, command);
  if (impossible.length === 0) return;
  throw refused(
    `${impossible.join(', ')} can only stand beside --baseline`,
    'add --baseline <file|name>, or leave it out; what a measured diff lets pass is its --threshold',
  );
}

/** Which of these options somebody typed. */
function typed(names: readonly string[], command: Command): string[] {
  return command.options
    .filter((option) => names.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long, flags }) => long ?? flags);
}

function share(value: string): number {
  const [, percent] = value.match(/^(\d+(?:\.\d+)?)%$/) ?? [];
  const found = Number(percent) / 100;
  if (found > 0 && found <= 10) return found;
  throw new InvalidArgumentError('It must be a percentage above 0, such as 25%.');
}
